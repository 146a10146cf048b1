import { observedReadings } from '../../specs/catalogue/observed-readings.ts';
import type { Reading } from '../../specs/catalogue/types.ts';
import { sourceOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { leftOutIds, leftOutOf } from '../verdict/left-out.ts';
import { CAUSES, type ConformanceResult, type RequirementResult, weightOf } from '../verdict/result.ts';
import { WORDS } from './failures.ts';
import { type Html, html } from './html.ts';

const SIGNS = { pass: '✓', fail: '✗', warn: '!', waived: 'w', skip: '–' } as const;

/** What was selected; the rest of the catalogue is not this run's business. */
export function selected({ requirements }: ConformanceResult): readonly RequirementResult[] {
  return requirements.filter(({ cause }) => cause !== 'not-selected');
}

/** Columns of the matrix, by ids, with the cells on a line: what only this operation does, then what every operation has to keep. */
const COLUMNS: readonly (readonly [title: string, kind: RegExp, onLine: number])[] = [
  ['what it does', /(?<!-[ASXB])\d$/, 9],
  ['token', /-A\d$/, 6],
  ['scopes', /-S\d$/, 4],
  ['organization', /-X\d$/, 2],
  ['bad input', /-B\d$/, 4],
  ['readings', /^READING-/, 3],
];

/** Requirements by operation and kind, one cell each. */
export function matrix(result: ConformanceResult): Html {
  const chosen = selected(result);
  const rows = [...groupBy(chosen, ({ operation }) => operation)];
  // The first column that fits; READING-K5 ends like an id of the first one.
  const columnOf = ({ id }: RequirementResult) =>
    id.startsWith('READING-')
      ? COLUMNS.length - 1
      : Math.max(
          0,
          COLUMNS.findIndex(([, kind]) => kind.test(id)),
        );
  const used = new Set(chosen.map(columnOf));
  const columns = COLUMNS.map(([title, , onLine], index) => ({ title, onLine, index })).filter(({ index }) =>
    used.has(index),
  );
  return html`<section id="matrix" aria-labelledby="h-matrix"><h2 id="h-matrix">Requirements by operation</h2>
<p class="hint">One cell per requirement, with the end of its id; follow it to the statement.</p><div class="card scroll fit" tabindex="0" role="group" aria-label="Requirements by operation"><table class="matrix"><thead><tr><th scope="col">operation</th>${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>
${rows.map(([operation, group]) => html`<tr><th scope="row">${operation}<small>${group.filter(({ verdict }) => verdict === 'pass').length} of ${group.length} hold</small></th>${columns.map(({ title, index, onLine }) => html`<td data-of="${title}"><div class="cells" style="width:${onLine * 31}px">${group.filter((one) => columnOf(one) === index).map(cell)}</div></td>`)}</tr>`)}
</tbody></table></div><ul class="legend">${Object.entries(WORDS).map(([verdict, word]) => html`<li><span class="chip ${verdict}">${SIGNS[verdict as keyof typeof SIGNS]}</span> ${word}</li>`)}</ul></section>`;
}

function cell({ id, verdict, statement }: RequirementResult): Html {
  // `K15` of READING-K15-REQUEST, `SD` of READING-SECOND-DELETE.
  const reading = /^READING-(K\d+|.*)/.exec(id)?.[1]?.replace(/^([A-Z])[A-Z]+-([A-Z]).*$/, '$1$2');
  const end = reading ?? id.replace(/^LIFE-/, 'L').replace(/^.*-/, '');
  return html`<a class="${verdict}" href="#${id}" title="${id}: ${statement}" aria-label="${id} ${WORDS[verdict]}"><b>${SIGNS[verdict]}</b>${end}</a>`;
}

/** What was observed where the document leaves several ways to understand it. */
export function readings({ readings: all }: ConformanceResult): Html | undefined {
  if (all.length === 0) return undefined;
  const texts: Readonly<Record<string, Reading>> = observedReadings;
  const rows = all.map((reading) => {
    const known = texts[reading.id];
    const departs =
      reading.printed !== undefined && reading.observed !== reading.printed && reading.observed !== 'not-observed';
    return html`<tr><th scope="row" class="id">${reading.id}</th><td>${known?.question ?? reading.candidates.join(', ')}</td>
<td><span class="chip ${departs ? 'warn' : reading.observed === 'not-observed' ? 'skip' : 'pass'}">${reading.observed}</span>${known?.candidates[reading.observed] !== undefined && html`<br>${known.candidates[reading.observed]}`}${reading.evidence !== undefined && html`<br><small>${reading.evidence}</small>`}</td><td data-of="printed">${reading.printed ?? 'nothing'}</td></tr>`;
  });
  return html`<section id="readings" aria-labelledby="h-readings"><h2 id="h-readings">How the tenant reads the document</h2>
<p class="hint">Where the page contradicts itself or says nothing, several ways are legal. These were seen; the cause is the document, not the tenant.</p>
<div class="card scroll" tabindex="0" role="group" aria-label="Readings"><table class="stacked"><thead><tr><th scope="col">reading</th><th scope="col">question</th><th scope="col">observed</th><th scope="col">printed</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

/** What was not verified, by cause, those that count first. */
export function notVerified(result: ConformanceResult): Html | undefined {
  const profiled = leftOutIds(result);
  const skipped = selected(result).filter(({ id, verdict }) => verdict === 'skip' && !profiled.has(id));
  if (skipped.length === 0) return undefined;
  const groups = [...groupBy(skipped, ({ cause }) => cause ?? 'suite-error')].sort(
    ([a], [b]) => weightOf(b) - weightOf(a),
  );
  return html`<section id="not-verified" aria-labelledby="h-not-verified"><h2 id="h-not-verified">What was not verified</h2>
<p class="hint">A requirement that nobody could verify is not one that holds.</p>${groups.map(
    ([
      cause,
      group,
    ]) => html`<div class="card" style="margin-bottom:1rem"><h3><span class="chip ${weightOf(cause) > 0 ? 'warn' : 'skip'}">${cause}</span> ${plural(group.length, 'requirement')}</h3>
<p class="hint">${CAUSES[cause].meaning}${CAUSES[cause].blocking ? '; keeps the run from being conclusive' : ''}.${CAUSES[cause].setting && html` ${[...new Set(group.flatMap(({ id }) => result.verified.missing.find((one) => one.id === id)?.how ?? []))].join(' ')}`}</p><ul>${[...groupBy(group, ({ detail }) => detail ?? CAUSES[cause].meaning)].map(([detail, alike]) => reason(detail, alike))}</ul></div>`,
  )}</section>`;
}

/** Ids that can be read at a glance; more are folded. */
const GLANCE = 12;

function reason(detail: string, alike: readonly RequirementResult[]): Html {
  const ids = alike.map(({ id }) => html`<a href="#${id}">${id}</a> `);
  const list = html`<p class="ids">${ids}</p>`;
  return html`<li>${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}.${alike.length > GLANCE ? html`<details><summary>${plural(alike.length, 'requirement')}</summary>${list}</details>` : list}</li>`;
}

/** What the profile leaves out, with its reasons. */
export function profile(result: ConformanceResult): Html | undefined {
  if (result.profile === undefined) return undefined;
  const { profile: told } = result;
  return html`<section id="profile" aria-labelledby="h-profile"><h2 id="h-profile">Profile: ${told.name}</h2>
<p class="hint">${told.source === 'shipped' ? 'Shipped with the suite.' : 'A file of the one who ran it.'} ${told.describes} SHA-256 <code>${told.digest}</code></p>${leftOutOf(
    result,
  ).map(
    ({ reason, ids, security }) =>
      html`<div class="card" style="margin-bottom:1rem"><h3><span class="chip ${security.length > 0 ? 'warn' : 'skip'}">left out</span> ${plural(ids.length, 'requirement')}, ${security.length} of security importance</h3><p>${reason}</p><p class="ids">${ids.map((id) => html`<a href="#${id}">${id}</a> `)}</p></div>`,
  )}</section>`;
}

/** Every requirement that is not told as a failure. */
export function everything(result: ConformanceResult): Html {
  const rest = selected(result).filter(({ verdict }) => verdict === 'pass' || verdict === 'skip');
  return html`<section id="requirements" aria-labelledby="h-requirements"><h2 id="h-requirements">All other requirements</h2>
<div class="card list">${[...groupBy(rest, ({ operation }) => operation)].map(
    ([operation, group]) => html`<div class="group"><h3>${operation}</h3>${group.map(requirement)}</div>`,
  )}</div></section>`;
}

function requirement(one: RequirementResult): Html {
  return html`<details id="${one.id}" data-verdict="${one.verdict}" data-level="${one.level}"><summary class="${one.verdict}"><span class="chip">${WORDS[one.verdict]}</span><span class="id">${one.id}</span><span class="what">${one.statement}</span></summary>
<dl class="meta"><dt>level</dt><dd>${one.level}</dd><dt>operation</dt><dd>${one.operation}</dd><dt>document</dt><dd>${sourceOf(one)}</dd>${one.cause !== undefined && html`<dt>cause</dt><dd>${one.cause}: ${one.detail ?? CAUSES[one.cause].meaning}</dd>`}</dl></details>`;
}

/** Waivers of the run, and what it left behind. */
export function accepted({ waivers = [], leftovers, baseline }: ConformanceResult): Html | undefined {
  if (waivers.length === 0 && leftovers.length === 0 && baseline === undefined) return undefined;
  return html`<section id="waivers" aria-labelledby="h-waivers"><h2 id="h-waivers">Waivers, baseline, leftovers</h2>
${
  waivers.length > 0 &&
  html`<div class="card scroll" tabindex="0" role="group" aria-label="Waivers"><table><thead><tr><th scope="col">waiver</th><th scope="col">state</th><th scope="col">until</th><th scope="col">owner</th><th scope="col">reason</th></tr></thead><tbody>${waivers.map(
    (one) =>
      html`<tr><th scope="row"><a href="#${one.requirement}">${one.requirement}</a></th><td><span class="chip ${one.state === 'applied' ? 'waived' : one.sentence === undefined ? 'skip' : 'fail'}">${one.state}</span></td><td>${one.expires}</td><td>${one.owner}, ${one.ticket}</td><td>${one.reason}${one.sentence !== undefined && html`<br><b>${one.sentence}</b>`}</td></tr>`,
  )}</tbody></table></div>`
}
${baseline !== undefined && html`<p>Against the baseline of ${baseline.startedAt}: ${baseline.fresh.length} new, ${baseline.known.length} known, ${baseline.fixed.length} fixed, ${baseline.unverified.length} no longer verified.</p>`}
${leftovers.length > 0 && html`<p>Left behind on the tenant; <code>sweep</code> removes it:</p><ul>${leftovers.map(({ kind, id, name, reason }) => html`<li>${kind} <code>${id}</code> ${name ?? ''}: ${reason}</li>`)}</ul>`}</section>`;
}
