import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { plural } from '../terminal/text.ts';
import type { ConformanceResult, RequirementVerdict } from '../verdict/result.ts';
import type { Words } from '../verdict/words.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** A piece of HTML that needs no more escaping. */
export type Html = ReturnType<typeof html>;

/** What was made, as text. Nothing on our pages has to be waited for. */
export function textOf(made: Html): string {
  return (made as HtmlEscapedString).toString();
}

/** Words for verdicts of requirements; colours never stand alone. */
export const WORDS = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warning',
  waived: 'waived',
  skip: 'not verified',
} as const satisfies Record<RequirementVerdict, string>;
export const SIGNS = { pass: '✓', fail: '✗', warn: '!', waived: 'w', skip: '–' } as const;
/** Verdicts in the order in which they deserve a look. */
export const ORDER = ['fail', 'waived', 'warn', 'skip', 'pass'] as const;

/** `1 warning`, `7 warnings`, `3 failed`. */
export function counted(number: number, verdict: RequirementVerdict): string {
  return verdict === 'warn' ? plural(number, WORDS.warn) : `${number} ${WORDS[verdict]}`;
}

/** Lets a page load nothing, from anywhere. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none'">`;

/**
 * A whole document in the look of all pages, that may load nothing from anywhere.
 * @param name names the kind of page for its style
 * @param served of a page from a server, which sends a policy with the page: its script
 */
export function page(
  title: string,
  tone: Words['tone'],
  name: string,
  body: Html,
  served?: { readonly script: string },
): string {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${served === undefined && raw(POLICY)}
<title>${title}</title><link rel="icon" href="data:,"><style>${raw(STYLE)}</style></head><body class="${name} tone-${tone}"><a class="skip-link" href="#main">To the content</a>${body}<script>${raw(served?.script ?? SCRIPT)}</script></body></html>
`;
  return textOf(whole);
}

/** What stands at the top of a page: the verdict, in words and as a figure at a glance, and the facts. */
export function hero(top: {
  readonly eyebrow: string;
  readonly title: string;
  readonly lead?: Html | string | undefined;
  /** Stands below the verdict, beside the figure. */
  readonly first?: Html | undefined;
  readonly figure?: Html | undefined;
  /** Stands below both. */
  readonly more?: Html | undefined;
  readonly facts?: readonly (readonly [name: string, value: string | number])[];
}): Html {
  const { eyebrow, title, lead, first, figure, more, facts = [] } = top;
  return html`<header class="hero"><div class="wrap"><div class="top"><div><p class="eyebrow">${eyebrow}</p><h1>${title}</h1>${lead !== undefined && html`<p class="lead">${lead}</p>`}${first}</div>${figure}</div>${more}
${facts.length > 0 && html`<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`}</div></header>`;
}

/** One part of a ring: how many, in which look, and how they are called. */
export interface Share {
  readonly look: RequirementVerdict;
  readonly number: number;
  readonly word: string;
  /** Where its number leads. */
  readonly href?: string;
}

/** A ring of shares around a number, with a legend that carries the same numbers. */
export function ring(shares: readonly Share[], big: number | string, small: string): Html {
  const shown = shares.filter(({ number }) => number > 0);
  const total = shown.reduce((sum, { number }) => sum + number, 0);
  const arcs = shown.map(({ look, number }, index) => {
    const before = shown.slice(0, index).reduce((sum, one) => sum + one.number, 0);
    return html`<circle class="${look}" cx="60" cy="60" r="50" pathLength="${total}" stroke-dasharray="${number} ${total}" stroke-dashoffset="${-before}"/>`;
  });
  const entry = ({ number, word }: Share) => html`<b>${number}</b> ${word}`;
  return html`<div class="glance"><div class="ring"><svg viewBox="0 0 120 120" aria-hidden="true">${arcs}</svg><p><b>${big}</b>${small}</p></div>
<ul>${shown.map((one) => html`<li class="${one.look}">${one.href === undefined ? html`<span>${entry(one)}</span>` : html`<a href="${one.href}">${entry(one)}</a>`}</li>`)}</ul></div>`;
}

/** A section and its name in the navigation. */
export type Named = readonly [id: string, name: string, section: Html | undefined];

/** Sections that are there, and how to get to them. */
export function sections(all: readonly Named[], before?: Html): Html {
  const there = all.filter(([, , content]) => content !== undefined);
  return html`<nav class="bar" aria-label="Sections"><div class="wrap"><ul>${there.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></div></nav>
<main id="main" class="wrap">${before}${there.map(([, , content]) => content)}</main>`;
}

/** A section with its heading. */
export function section(id: string, title: string | Html, hint: string | Html, content: Html | readonly Html[]): Html {
  return html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${hint !== '' && html`<p class="hint">${hint}</p>`}${content}</section>`;
}

/**
 * A table that scrolls for itself where it is too wide.
 * @param head names of columns; a name that begins with `#` is one of numbers
 */
export function table(label: string, head: readonly string[], rows: readonly Html[], look = ''): Html {
  const columns = head.map((name) =>
    name === ''
      ? html`<td></td>`
      : html`<th scope="col" class="${name.startsWith('#') ? 'n' : ''}">${name.replace('#', '')}</th>`,
  );
  return html`<div class="card scroll" tabindex="0" role="group" aria-label="${label}"><table class="${look}"><thead><tr>${columns}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/**
 * Search and filters over everything on the page that is an `item`; what is chosen stands in the address.
 * @param filters value, word and number of what can be chosen; those without any are not shown
 */
export function tools(
  placeholder: string,
  filters: readonly (readonly [value: string, word: string, number: number])[],
  more?: Html,
): Html {
  return html`<section class="tools" aria-label="Search and filter"><input id="search" type="search" placeholder="${placeholder}" aria-label="Search" autocomplete="off">${more}${filters.map(([value, word, number]) => html`<button type="button" data-filter="${value}" aria-pressed="false"${number === 0 && raw(' hidden')}>${word} <b>${number}</b></button>`)}<output id="told" aria-live="polite"></output></section>
<p id="nothing" class="card empty" hidden>Nothing here matches. <button type="button" id="clear">Clear search and filters</button></p>`;
}

/** A folded list, which a search opens. */
export function fold(title: string | Html, content: Html | readonly Html[], open = false): Html {
  return html`<details class="fold"${open && raw(' open')}><summary>${title}</summary>${content}</details>`;
}

/** Ids that lead to what is told of them. */
export function links(ids: readonly string[]): Html {
  return html`<p class="ids">${ids.map((id) => html`<a href="#${id}">${id}</a> `)}</p>`;
}

/** A text that can be copied by a click. */
export function copyable(text: string): Html {
  return html`<div class="copyable"><pre tabindex="0" role="group" aria-label="Command">${text}</pre><button type="button" data-copy>Copy</button></div>`;
}

/** Facts on the tenant by name; some are named in the results as settings are. */
export function factsOf(tenant: ConformanceResult['tenant']): readonly (readonly [name: string, value: string])[] {
  return Object.entries(tenant).map(([name, value]) =>
    name === 'consistencyWindowMs' ? ['effects visible within', `${value} ms`] : [name, String(value)],
  );
}

/** A number of milliseconds with its unit. */
export function duration(ms: number): string {
  return ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** A moment as people read it, in UTC. */
export function moment(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
