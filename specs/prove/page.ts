import { html } from 'hono/html';
import { cell } from '../../reports/page/lists.ts';
import {
  fold,
  type Html,
  hero,
  moment,
  page,
  ring,
  section,
  sections,
  table,
  tools,
} from '../../reports/page/shell.ts';
import { plural } from '../../reports/terminal/text.ts';
import { groupBy } from '../../reports/verdict/group.ts';
import type { Requirement } from '../catalogue/types.ts';
import type { FaultOutcome, FaultRow, ProofResult } from './result.ts';
import { figures, proofSentence } from './terminal.ts';

type Catalogue = Readonly<Record<string, Requirement>>;

/** How outcomes are called, and how they look; what keeps a proof from holding in front. */
const OUTCOMES: Readonly<Record<FaultOutcome, readonly [word: string, look: 'pass' | 'fail' | 'skip']>> = {
  missed: ['missed', 'fail'],
  unproved: ['no assertion', 'fail'],
  unmet: ['did not end', 'fail'],
  disproved: ['not equivalent', 'fail'],
  equivalent: ['equivalent', 'skip'],
  caught: ['caught', 'pass'],
};

/** The proof as one HTML file that loads nothing. */
export function proofPage(proof: ProofResult, catalogue: Catalogue): string {
  const outcomes = (Object.keys(OUTCOMES) as FaultOutcome[]).map((outcome) => {
    const [word, look] = OUTCOMES[outcome];
    return { outcome, word, look, number: proof.faultRows.filter((row) => row.outcome === outcome).length };
  });
  const proved = proof.verdict === 'proved';
  const body = html`${hero({
    eyebrow: `${proof.suite.name} ${proof.suite.version}, proof of the judge`,
    title: !proved ? 'Not proved' : proof.whole ? 'Proved' : 'Proved in part',
    lead: proofSentence(proof).replace(/^[A-Z ]+: (.)/, (_, first: string) => first.toUpperCase()),
    figure: ring(
      outcomes.map(({ outcome, ...one }) => ({ ...one, href: `#is=${outcome}` })),
      proof.faultRows.filter(({ outcome }) => outcome === 'caught').length,
      `of ${proof.faults.total} caught`,
    ),
    facts: [
      ['run', moment(proof.startedAt)],
      ['duration', `${Math.round(proof.durationMs / 1000)} s`],
      ['requests', proof.requests],
    ],
  })}${sections(
    [
      ['problems', 'Problems', problems(proof)],
      ['matrix', 'Requirements', requirements(proof, catalogue)],
      ['faults', 'Faults', faults(proof, catalogue)],
      ['personas', 'Legal tenants', personas(proof)],
      ['loosenings', 'Loosenings', loosenings(proof)],
    ],
    html`<div class="levels">${figures(proof).map(([what, text]) => html`<div class="card"><h2>${what}</h2><p>${text}</p></div>`)}</div>${tools(
      'Search faults, requirements, sentences',
      outcomes.map(({ outcome, word, number }) => [outcome, word, number] as const),
    )}`,
  )}
<footer class="wrap"><p>Every fault is one deliberate deviation of the mock tenant. It counts as caught only when an assertion of a requirement that declares it failed.</p></footer>`;
  return page(`Proof: ${proof.verdict}`, proved ? 'pass' : 'fail', 'proof', body);
}

function problems(proof: ProofResult): Html | undefined {
  if (proof.problems.length === 0) return undefined;
  const items = proof.problems.map((problem) => html`<li class="item">${problem}</li>`);
  return section('problems', 'What keeps the proof from holding', '', html`<ul class="card">${items}</ul>`);
}

/** How many faults each requirement has caught: the evidence that its checks can fail. Of a part, those that the part is about. */
function requirements({ faultRows, whole }: ProofResult, catalogue: Catalogue): Html | undefined {
  if (faultRows.length === 0) return undefined;
  const declared = new Set(faultRows.flatMap(({ declares }) => declares));
  const about = Object.entries(catalogue).filter(([id, { level }]) => declared.has(id) || (whole && level !== 'may'));
  const caught = (id: string) =>
    faultRows.filter(({ declares, red }) => declares.includes(id) && red.includes(id)).length;
  const rows = [...groupBy(about, ([, { operation }]) => operation)].map(
    ([operation, group]) =>
      html`<tr class="row"><th scope="row">${operation}<small>${plural(group.length, 'requirement')}</small></th><td><div class="cells">${group.map(([id, { statement }]) => cell(id, caught(id) > 0 ? 'pass' : 'fail', statement, String(caught(id)), `#find=${id}`))}</div></td></tr>`,
  );
  return section(
    'matrix',
    'What each requirement has caught',
    'One cell per requirement, with the number of faults that its checks failed; it leads to these faults.',
    table('Requirements', ['operation', 'requirements'], rows, 'matrix stacked'),
  );
}

function faults({ faultRows }: ProofResult, catalogue: Catalogue): Html | undefined {
  if (faultRows.length === 0) return undefined;
  const groups = groupBy(faultRows, ({ declares }) => catalogue[declares[0] ?? '']?.operation ?? 'others');
  return section(
    'faults',
    'Faults',
    'By the operation of the requirement that each breaks. At least one of those that it declares must turn red; what else did is seen because the evidence was there.',
    html`<div class="card list">${[...groups].map(([operation, group]) => {
      const bad = group.filter(({ outcome }) => OUTCOMES[outcome][1] === 'fail').length;
      return fold(
        html`<span class="id">${operation}</span><small>${plural(group.length, 'fault')}</small>${bad > 0 && html` <span class="chip fail">${bad}</span>`}`,
        group.map(fault),
      );
    })}</div>`,
  );
}

function fault(row: FaultRow): Html {
  const [word, look] = OUTCOMES[row.outcome];
  const chips = (ids: readonly string[], lookOf: (id: string) => string) =>
    ids.map((id) => html`<span class="chip ${lookOf(id)}">${id}</span> `);
  const others = row.red.filter((id) => !row.declares.includes(id));
  return html`<details class="item" id="fault-${row.fault}" data-is="${row.outcome}"><summary class="${look}"><span class="chip">${word}</span><span><span class="id">${row.fault}</span><br>${row.sentence}</span></summary><dl class="meta"><dt>declares</dt><dd>${chips(row.declares, (id) => (row.red.includes(id) ? 'pass' : 'skip'))}</dd>${row.first !== undefined && html`<dt>named first</dt><dd>${row.first}</dd>`}${others.length > 0 && html`<dt>also red</dt><dd>${chips(others, () => 'warn')}</dd>`}${notes(row).map((note) => html`<dt>note</dt><dd>${note}</dd>`)}</dl></details>`;
}

function notes({ problem, equivalent, unverified, crashed }: FaultRow): readonly string[] {
  return [
    ...(problem === undefined ? [] : [problem]),
    ...(equivalent === undefined ? [] : [`Equivalent: ${equivalent}`]),
    ...unverified.map(({ requirement, cause, detail }) => `${requirement} not verified: ${cause}, ${detail}`),
    ...crashed.slice(0, 3).map(({ requirement, detail }) => `${requirement} ended in an error of the suite: ${detail}`),
  ];
}

function personas({ personaRows }: ProofResult): Html | undefined {
  if (personaRows.length === 0) return undefined;
  const rows = personaRows.map(
    ({ persona, sentence, green, problems: why, departures }) =>
      html`<tr class="item"><th scope="row"><span class="id">${persona}</span><br><small>${sentence}</small>${why.map((one) => html`<br>${one}`)}</th><td><span class="chip ${green ? 'pass' : 'fail'}">${green ? 'conformant' : 'not conformant'}</span></td><td>${departures.map(({ reading, observed }) => html`<span class="chip skip">${reading}: ${observed}</span> `)}</td></tr>`,
  );
  return section(
    'personas',
    'Legal tenants',
    'Tenants that differ from the printed document within the freedom that it leaves. None may be failed.',
    fold(
      `${personaRows.filter(({ green }) => green).length} of ${plural(personaRows.length, 'legal tenant')} conformant`,
      table('Legal tenants', ['tenant', 'verdict', 'readings that depart'], rows, 'stacked'),
      personaRows.some(({ green }) => !green),
    ),
  );
}

function loosenings({ looseningRows }: ProofResult): Html | undefined {
  if (looseningRows.length === 0) return undefined;
  const rows = looseningRows.map(({ id, noticed, by, equivalent }) => {
    const [word, look] = noticed
      ? ['noticed', 'pass']
      : equivalent === undefined
        ? ['not needed', 'fail']
        : ['equivalent', 'skip'];
    return html`<tr class="item"><th scope="row"><span class="id">${id}</span></th><td><span class="chip ${look}">${word}</span></td><td>${by === undefined ? equivalent : html`<a href="#fault-${by.fault}">${by.fault}</a> (${by.requirement})`}</td></tr>`;
  });
  return section(
    'loosenings',
    'Keywords taken out of the schemas, one at a time',
    'Without the keyword, the fault named would be missed by a requirement that it declares.',
    fold(
      `${looseningRows.filter(({ noticed }) => noticed).length} of ${plural(looseningRows.length, 'keyword')} noticed`,
      table('Loosenings', ['keyword', 'outcome', 'missed without it'], rows, 'stacked'),
    ),
  );
}
