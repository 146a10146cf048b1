import { html } from 'hono/html';
import { readingInWords, sourceOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { leftOutIds, leftOutOf } from '../verdict/left-out.ts';
import {
  CAUSES,
  type ConformanceResult,
  type ReadingResult,
  type RequirementResult,
  weightOf,
} from '../verdict/result.ts';
import { counted, fold, type Html, links, ORDER, SIGNS, section, table, WORDS } from './shell.ts';

/** What was selected; the rest of the catalogue is not this run's business. */
export function selected({ requirements }: ConformanceResult): readonly RequirementResult[] {
  return requirements.filter(({ cause }) => cause !== 'not-selected');
}

/** Requirements by operation, one cell each. */
export function matrix(result: ConformanceResult): Html {
  const rows = [...groupBy(selected(result), ({ operation }) => operation)].map(
    ([operation, group]) =>
      html`<tr class="row"><th scope="row">${operation}<small>${group.filter(({ verdict }) => verdict === 'pass').length} of ${group.length} hold</small></th><td><div class="cells">${group.map(({ id, verdict, statement }) => cell(id, verdict, statement))}</div></td></tr>`,
  );
  return section('matrix', 'Requirements by operation', 'One cell per requirement; follow it to the statement.', [
    table('Requirements by operation', ['operation', 'requirements'], rows, 'matrix stacked'),
    html`<ul class="legend">${ORDER.map((verdict) => html`<li><span class="chip ${verdict}">${SIGNS[verdict]}</span> ${WORDS[verdict]}</li>`)}</ul>`,
  ]);
}

/**
 * One requirement with its whole id.
 * @param more stands behind it, in the place of the verdict
 * @param href where it leads; without it, to what is told of the requirement
 */
export function cell(
  id: string,
  verdict: RequirementResult['verdict'],
  title: string,
  more?: string,
  href?: string,
): Html {
  const look = `${verdict}${id.length > 13 ? ' wide' : ''}${href === undefined ? '' : ' item'}`;
  return html`<a class="${look}" href="${href ?? `#${id}`}" title="${id}: ${title}" aria-label="${id} ${more ?? WORDS[verdict]}"><b>${SIGNS[verdict]}</b>${id}${more !== undefined && html`<i>${more}</i>`}</a>`;
}

/** What was observed where the document leaves several ways to understand it; what departs from what it prints in front. */
export function readings({ readings: all }: ConformanceResult): Html | undefined {
  if (all.length === 0) return undefined;
  const departing = all.filter((one) => isSeen(one) && one.printed !== undefined && one.printed !== one.observed);
  const rest = all.filter((one) => !departing.includes(one));
  const head = ['reading', 'question', 'this tenant', 'the page'];
  return section(
    'readings',
    'How the tenant reads the document',
    'Where the page contradicts itself or says nothing, several ways are legal. These were seen; the cause is the document, not the tenant.',
    [
      ...(departing.length > 0
        ? [table('Readings that depart from the page', head, departing.map(reading), 'stacked')]
        : []),
      ...(rest.length > 0
        ? [
            fold(
              html`${plural(rest.length, 'reading')} as the page prints it, or where it prints nothing`,
              table('Other readings', head, rest.map(reading), 'stacked'),
            ),
          ]
        : []),
    ],
  );
}

function isSeen({ observed }: ReadingResult): boolean {
  return observed !== 'not-observed';
}

function reading(one: ReadingResult): Html {
  const { question, seen, prints } = readingInWords(one);
  const look = !isSeen(one) ? 'skip' : one.printed === undefined || one.printed === one.observed ? 'pass' : 'warn';
  return html`<tr class="item"><th scope="row" class="id">${one.id}</th><td>${question}</td><td data-of="this tenant"><span class="chip long ${look}">${seen}</span>${one.evidence !== undefined && html`<br><small>${one.evidence}</small>`}</td><td data-of="the page">${prints ?? 'says nothing'}</td></tr>`;
}

/** What was not verified, by cause, those that count first. */
export function notVerified(result: ConformanceResult): Html | undefined {
  const profiled = leftOutIds(result);
  const skipped = selected(result).filter(({ id, verdict }) => verdict === 'skip' && !profiled.has(id));
  if (skipped.length === 0) return undefined;
  const groups = [...groupBy(skipped, ({ cause }) => cause ?? 'suite-error')].sort(
    ([a], [b]) => weightOf(b) - weightOf(a),
  );
  const how = (id: string) => result.verified.missing.find((one) => one.id === id)?.how ?? [];
  return section(
    'not-verified',
    'What was not verified',
    'A requirement that nobody could verify is not one that holds.',
    groups.map(
      ([
        cause,
        group,
      ]) => html`<div class="card"><h3><span class="chip ${weightOf(cause) > 0 ? 'warn' : 'skip'}">${cause}</span> ${plural(group.length, 'requirement')}</h3>
<p class="hint">${CAUSES[cause].meaning}${CAUSES[cause].blocking ? '; keeps the run from being conclusive' : ''}.${CAUSES[cause].setting && html` ${[...new Set(group.flatMap(({ id }) => how(id)))].join(' ')}`}</p><ul>${[...groupBy(group, ({ detail }) => detail ?? CAUSES[cause].meaning)].map(([detail, alike]) => reason(detail, alike))}</ul></div>`,
    ),
  );
}

/** Ids that can be read at a glance; more are folded. */
const GLANCE = 12;

function reason(detail: string, alike: readonly RequirementResult[]): Html {
  const list = links(alike.map(({ id }) => id));
  return html`<li>${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}.${alike.length > GLANCE ? fold(plural(alike.length, 'requirement'), list) : list}</li>`;
}

/** What the profile leaves out, with its reasons. */
export function profile(result: ConformanceResult): Html | undefined {
  if (result.profile === undefined) return undefined;
  const { profile: told } = result;
  return section(
    'profile',
    `Profile: ${told.name}`,
    html`${told.source === 'shipped' ? 'Shipped with the suite.' : 'A file of the one who ran it.'} ${told.describes} SHA-256 <code>${told.digest}</code>`,
    leftOutOf(result).map(
      ({ reason, ids, security }) =>
        html`<div class="card"><h3><span class="chip ${security.length > 0 ? 'warn' : 'skip'}">left out</span> ${plural(ids.length, 'requirement')}, ${security.length} of security importance</h3><p>${reason}</p>${links(ids)}</div>`,
    ),
  );
}

/** Every requirement that is not told as a failure, folded by operation. */
export function everything(result: ConformanceResult): Html {
  const rest = selected(result).filter(({ verdict }) => verdict === 'pass' || verdict === 'skip');
  const tally = (group: readonly RequirementResult[]) =>
    [...groupBy(group, ({ verdict }) => verdict)].map(([verdict, some]) => counted(some.length, verdict)).join(', ');
  return section(
    'requirements',
    'All other requirements',
    '',
    html`<div class="card list">${[...groupBy(rest, ({ operation }) => operation)].map(([operation, group]) =>
      fold(html`<span class="id">${operation}</span><small>${tally(group)}</small>`, group.map(requirement)),
    )}</div>`,
  );
}

function requirement(one: RequirementResult): Html {
  return html`<details class="item" id="${one.id}" data-is="${one.verdict}" data-level="${one.level}"><summary class="${one.verdict}"><span class="chip">${WORDS[one.verdict]}</span><span class="id">${one.id}</span><span class="what">${one.statement}</span></summary>
<dl class="meta"><dt>level</dt><dd>${one.level}</dd><dt>document</dt><dd>${sourceOf(one)}</dd>${one.cause !== undefined && html`<dt>cause</dt><dd>${one.cause}: ${one.detail ?? CAUSES[one.cause].meaning}</dd>`}</dl></details>`;
}

/** Waivers of the run, and what it left behind. */
export function accepted({ waivers = [], leftovers, baseline }: ConformanceResult): Html | undefined {
  if (waivers.length === 0 && leftovers.length === 0 && baseline === undefined) return undefined;
  const rows = waivers.map(
    (one) =>
      html`<tr class="item"><th scope="row"><a href="#${one.requirement}">${one.requirement}</a></th><td><span class="chip ${one.state === 'applied' ? 'waived' : one.sentence === undefined ? 'skip' : 'fail'}">${one.state}</span></td><td data-of="until">${one.expires}</td><td data-of="owner">${one.owner}, ${one.ticket}</td><td>${one.reason}${one.sentence !== undefined && html`<br><b>${one.sentence}</b>`}</td></tr>`,
  );
  return section('waivers', 'Waivers, baseline, leftovers', '', [
    ...(waivers.length > 0 ? [table('Waivers', ['waiver', 'state', 'until', 'owner', 'reason'], rows, 'stacked')] : []),
    html`${baseline !== undefined && html`<p>Against the baseline of ${baseline.startedAt}: ${baseline.fresh.length} new, ${baseline.known.length} known, ${baseline.fixed.length} fixed, ${baseline.unverified.length} no longer verified.</p>`}
${leftovers.length > 0 && html`<p>Left behind on the tenant; <code>sweep</code> removes it:</p><ul>${leftovers.map(({ kind, id, name, reason: why }) => html`<li class="item">${kind} <code>${id}</code> ${name ?? ''}: ${why}</li>`)}</ul>`}`,
  ]);
}
