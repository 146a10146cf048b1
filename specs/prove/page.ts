import { type Html, html, Html as Raw } from '../../reports/page/html.ts';
import { document } from '../../reports/page/index.ts';
import type { Requirement } from '../catalogue/types.ts';
import type { FaultOutcome, FaultRow, ProofResult } from './result.ts';
import { SCRIPT, STYLE } from './script.ts';
import { figures, proofSentence } from './terminal.ts';

type Catalogue = Readonly<Record<string, Requirement>>;

/** How outcomes are called, and how they look. */
const OUTCOMES: Readonly<Record<FaultOutcome, readonly [word: string, look: string]>> = {
  caught: ['caught', 'pass'],
  missed: ['missed', 'fail'],
  unproved: ['no assertion', 'fail'],
  unmet: ['did not end', 'fail'],
  disproved: ['not equivalent', 'fail'],
  equivalent: ['equivalent', 'skip'],
};

/** The proof as one HTML file that loads nothing. */
export function proofPage(proof: ProofResult, catalogue: Catalogue): string {
  const sections: readonly (readonly [id: string, name: string, section: Html | undefined])[] = [
    ['problems', 'Problems', problems(proof)],
    ['matrix', 'Matrix', matrix(proof)],
    ['faults', 'Faults', faults(proof)],
    ['requirements', 'Requirements', requirements(proof, catalogue)],
    ['personas', 'Legal tenants', personas(proof)],
    ['loosenings', 'Loosenings', loosenings(proof)],
  ];
  const there = sections.filter(([, , section]) => section !== undefined);
  const tiles = figures(proof).map(([what, text]) => html`<div class="card"><h2>${what}</h2><p>${text}</p></div>`);
  const body = html`<a class="skip-link" href="#main">To the content</a><style>${new Raw(STYLE)}</style>
<header class="hero"><div class="wrap"><p class="eyebrow">${proof.suite.name} ${proof.suite.version}, proof of the judge</p><h1>${proof.verdict !== 'proved' ? 'Not proved' : proof.whole ? 'Proved' : 'Proved in part'}</h1><p class="lead">${proofSentence(proof).replace(/^[A-Z ]+: /, '')}</p>
<dl class="facts"><div><dt>run</dt><dd>${proof.startedAt.slice(0, 19).replace('T', ' ')} UTC</dd></div><div><dt>duration</dt><dd>${Math.round(proof.durationMs / 1000)} s</dd></div></dl></div></header>
<nav class="bar" aria-label="Sections"><div class="wrap"><ul>${there.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></div></nav>
<main id="main" class="wrap"><div class="levels">${tiles}</div>
<div class="tools"><input id="search" type="search" placeholder="Search faults, requirements, sentences" aria-label="Search">${Object.entries(OUTCOMES).map(([outcome, [word]]) => proof.faultRows.some((row) => row.outcome === outcome) && html`<button type="button" data-filter="${outcome}" aria-pressed="false">${word}</button>`)}<output id="told" aria-live="polite"></output></div>
${there.map(([, , section]) => section)}</main>
<footer class="wrap"><p>Every fault is one deliberate deviation of the mock tenant. It counts as caught only when an assertion of a requirement that declares it failed.</p></footer>`;
  return document(`Proof: ${proof.verdict}`, proof.verdict === 'proved' ? 'pass' : 'fail', body, SCRIPT);
}

function section(id: string, title: string, hint: string, content: Html): Html {
  return html`<section id="${id}" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2><p class="hint">${hint}</p>${content}</section>`;
}

function table(label: string, head: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="card scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function problems(proof: ProofResult): Html | undefined {
  if (proof.problems.length === 0) return undefined;
  const items = proof.problems.map((problem) => html`<li>${problem}</li>`);
  return section('problems', 'What keeps the proof from holding', '', html`<ul class="card">${items}</ul>`);
}

/** Drawn by the script, because it has more cells than a page can hold elements; the tables below say the same. */
function matrix(proof: ProofResult): Html | undefined {
  if (proof.faultRows.length === 0) return undefined;
  const ids = [...new Set(proof.faultRows.flatMap(({ declares, red }) => [...declares, ...red]))].sort();
  const data = {
    requirements: ids,
    faults: proof.faultRows.map(({ fault, outcome, declares, red }) => ({
      fault,
      outcome,
      declares: declares.map((id) => ids.indexOf(id)),
      red: red.map((id) => ids.indexOf(id)),
    })),
  };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return section(
    'matrix',
    'Requirements and faults',
    'One row per requirement, one column per fault. Point at a cell to read it; a click leads to the fault.',
    html`<div class="card"><p id="cell" class="id" aria-live="polite">&#160;</p><div class="scroll"><canvas id="grid" role="img" aria-label="Matrix of requirements and faults; the tables below hold the same"></canvas></div>
<ul class="legend"><li><span class="key declared"></span> declared and red</li><li><span class="key quiet"></span> declared, stays green</li><li><span class="key other"></span> red, not declared</li></ul></div><script type="application/json" id="data">${new Raw(json)}</script>`,
  );
}

function faults(proof: ProofResult): Html | undefined {
  if (proof.faultRows.length === 0) return undefined;
  const rows = proof.faultRows.map((row) => {
    const [word, look] = OUTCOMES[row.outcome];
    return html`<tr id="fault-${row.fault}" data-outcome="${row.outcome}"><th scope="row"><span class="id">${row.fault}</span><br>${row.sentence}${notes(row)}</th><td><span class="chip ${look}">${word}</span></td><td>${marks(row.declares, row.red)}</td><td>${row.first ?? ''}</td><td>${row.red
      .filter((id) => !row.declares.includes(id))
      .map((id) => html`<span class="chip warn">${id}</span> `)}</td></tr>`;
  });
  return section(
    'faults',
    'Faults',
    'Declared requirements that turned red are filled; at least one must. What else turned red is seen because the evidence was there.',
    table('Faults', ['fault', 'outcome', 'declares', 'named first', 'also red'], rows),
  );
}

function notes(row: FaultRow): Html {
  return html`${row.problem !== undefined && html`<br><small>${row.problem}</small>`}${row.equivalent !== undefined && html`<br><small>Equivalent: ${row.equivalent}</small>`}${row.unverified.map(({ requirement, cause, detail }) => html`<br><small>${requirement} not verified: ${cause}, ${detail}</small>`)}${row.crashed.slice(0, 3).map(({ requirement, detail }) => html`<br><small>${requirement} ended in an error of the suite: ${detail}</small>`)}`;
}

function marks(declares: readonly string[], red: readonly string[]): readonly Html[] {
  return declares.map((id) => html`<span class="chip ${red.includes(id) ? 'pass' : 'skip'}">${id}</span> `);
}

function requirements(proof: ProofResult, catalogue: Catalogue): Html | undefined {
  if (proof.faultRows.length === 0) return undefined;
  const rows = Object.entries(catalogue)
    .filter(([, { level }]) => level !== 'may')
    .map(([id, { level, statement }]) => {
      const caught = proof.faultRows.filter(({ declares, red }) => declares.includes(id) && red.includes(id));
      return html`<tr data-outcome=""><th scope="row"><span class="id">${id}</span> ${level}<br>${statement}</th><td class="n"><span class="chip ${caught.length > 0 ? 'pass' : 'fail'}">${caught.length}</span></td><td>${caught.map(({ fault }) => html`<a href="#fault-${fault}">${fault}</a> `)}</td></tr>`;
    });
  return section(
    'requirements',
    'Requirements',
    'What each requirement has caught: the evidence that its checks can fail.',
    table('Requirements', ['requirement', 'caught', 'faults'], rows),
  );
}

function personas(proof: ProofResult): Html | undefined {
  if (proof.personaRows.length === 0) return undefined;
  const rows = proof.personaRows.map(
    ({ persona, sentence, green, problems: why, departures }) =>
      html`<tr data-outcome=""><th scope="row"><span class="id">${persona}</span><br>${sentence}${why.map((one) => html`<br><small>${one}</small>`)}</th><td><span class="chip ${green ? 'pass' : 'fail'}">${green ? 'conformant' : 'not conformant'}</span></td><td>${departures.map(({ reading, observed }) => html`<span class="chip skip">${reading}: ${observed}</span> `)}</td></tr>`,
  );
  return section(
    'personas',
    'Legal tenants',
    'Tenants that differ from the printed document within the freedom that it leaves. None may be failed.',
    table('Legal tenants', ['tenant', 'verdict', 'readings that depart'], rows),
  );
}

function loosenings(proof: ProofResult): Html | undefined {
  if (proof.looseningRows.length === 0) return undefined;
  const rows = proof.looseningRows.map(({ id, noticed, by, equivalent }) => {
    const [word, look] = noticed
      ? ['noticed', 'pass']
      : equivalent === undefined
        ? ['not needed', 'fail']
        : ['equivalent', 'skip'];
    return html`<tr data-outcome=""><th scope="row"><span class="id">${id}</span></th><td><span class="chip ${look}">${word}</span></td><td>${by === undefined ? equivalent : html`<a href="#fault-${by.fault}">${by.fault}</a> (${by.requirement})`}</td></tr>`;
  });
  return section(
    'loosenings',
    'Keywords taken out of the schemas, one at a time',
    'Without the keyword, the fault named would be missed by a requirement that it declares.',
    table('Loosenings', ['keyword', 'outcome', 'missed without it'], rows),
  );
}
