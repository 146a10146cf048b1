import { blame, meaningOf } from '../advice.ts';
import type { Exchange, Finding, RequirementResult, RunStory } from '../result.ts';
import { sourceOf } from '../sentences.ts';
import { type Html, html } from './html.ts';

/** Words for verdicts; colours never stand alone. */
export const WORDS = {
  pass: 'passed',
  fail: 'failed',
  warn: 'warning',
  waived: 'waived',
  skip: 'not verified',
} as const;
/** Findings shown per requirement, and exchanges shown on the page in all, to keep the file small. */
const MOST = { findings: 5, exchanges: 150 };

/** Everything that did not hold: one article per requirement, failures first. */
export function failures({ result, command }: RunStory): Html | undefined {
  const order = { fail: 0, waived: 1, warn: 2 } as const;
  const rank = ({ verdict }: RequirementResult) => order[verdict as keyof typeof order];
  const told = result.requirements
    .filter(({ verdict }) => Object.hasOwn(order, verdict))
    .sort((a, b) => rank(a) - rank(b));
  if (told.length === 0) return undefined;
  const shown = { exchanges: 0 };
  return html`<section id="failures" aria-labelledby="h-failures"><h2 id="h-failures">What does not hold</h2>
<p class="hint">Each with the place in the document, what was expected and seen, and how to see it again. <kbd>j</kbd> and <kbd>k</kbd> step through them.</p>
${told.map((one) =>
  article(
    one,
    `${command} --only ${one.id} --seed ${result.seed}`,
    result.waivers?.find(({ requirement }) => requirement === one.id),
    shown,
  ),
)}</section>`;
}

function article(
  one: RequirementResult,
  again: string,
  waiver: NonNullable<RunStory['result']['waivers']>[number] | undefined,
  shown: { exchanges: number },
): Html {
  const { owner, because } = blame(one);
  const means = meaningOf(one.id);
  const rest = one.findings.length - MOST.findings;
  return html`<article class="failure card ${one.verdict}" id="${one.id}" tabindex="-1" data-verdict="${one.verdict}" data-level="${one.level}" aria-labelledby="t-${one.id}">
<header><h3 id="t-${one.id}">${one.statement}</h3><a class="id" href="#${one.id}">${one.id}</a><span class="chip">${WORDS[one.verdict]}</span><span class="chip skip">${one.level}</span><span class="chip skip">${one.operation}</span></header>
<dl class="meta"><dt>document</dt><dd>${sourceOf(one)}</dd>
${means !== undefined && html`<dt>likely cause</dt><dd>${means}</dd>`}
<dt>owner</dt><dd><b>${owner}</b>, for ${because}</dd>
${waiver !== undefined && html`<dt>waiver</dt><dd>${waiver.state}, until ${waiver.expires}: ${waiver.reason} (${waiver.owner}, ${waiver.ticket})${waiver.sentence !== undefined && html`<br><b>${waiver.sentence}</b>`}</dd>`}
${one.signature !== undefined && html`<dt>signature</dt><dd><code>${one.signature}</code></dd>`}</dl>
${one.findings.slice(0, MOST.findings).map((finding) => findingBlock(finding, shown))}
${rest > 0 && html`<p class="hint">and ${rest} more, in conformance.json</p>`}
<div class="finding"><p>See it again</p>${copyable(again)}</div></article>`;
}

function findingBlock(finding: Finding, shown: { exchanges: number }): Html {
  const { message, expected, actual, seenIn, exchange, curl } = finding;
  shown.exchanges += 1;
  const room = shown.exchanges <= MOST.exchanges;
  return html`<div class="finding"><p>${message}</p>
${(expected !== '' || actual !== '') && html`<div class="sides"><div class="want"><h4>expected</h4><pre>${expected}</pre></div><div class="got"><h4>actual</h4><pre>${actual}</pre></div></div>`}
${seenIn !== undefined && html`<p class="hint">seen in <code>${seenIn}</code></p>`}
${exchange !== undefined && room && html`<details><summary>Exchange (redacted): ${exchange.response?.status ?? 'no answer'} in ${Math.round(exchange.durationMs)} ms</summary><pre tabindex="0" role="group" aria-label="Exchange">${transcript(exchange)}</pre></details>`}
${curl !== undefined && room && html`<details><summary>As a curl command</summary>${copyable(curl)}</details>`}</div>`;
}

function copyable(text: string): Html {
  return html`<div class="copyable"><pre tabindex="0" role="group" aria-label="Command">${text}</pre><button type="button" data-copy>Copy</button></div>`;
}

/** An exchange as it went over the wire, bodies in JSON laid out. */
function transcript({ request, response, error, startedAt }: Exchange): string {
  const headers = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [
    `${request.method} ${request.url}`,
    ...headers(request.headers),
    ...(request.body === undefined ? [] : ['', laidOut(request.body)]),
    '',
    ...(response === undefined
      ? [`no answer: ${error ?? 'unknown'}`]
      : [
          `${response.status}`,
          ...headers(response.headers),
          ...(response.body === '' ? [] : ['', laidOut(response.body)]),
        ]),
    '',
    `sent ${startedAt}`,
  ].join('\n');
}

function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
