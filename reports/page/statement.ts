import { html } from 'hono/html';
import { requirements as entries } from '../../specs/catalogue/index.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { judgedIn, type Statement } from '../publish/statement.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { withinProfile } from '../verdict/left-out.ts';
import { CAUSES, weightOf } from '../verdict/result.ts';
import { wordsOf } from '../verdict/words.ts';
import { factsOf, fold, type Html, moment, ORDER, page, ring, table, WORDS } from './shell.ts';

const catalogue: Readonly<Record<string, Requirement>> = entries;
const TITLES = { fail: 'Failed', waived: 'Waived', warn: 'Warnings', skip: 'Not verified', pass: 'Passed' } as const;

/**
 * A statement as a page to hand on: a certificate on one sheet of paper, and an annex with every requirement.
 * @param key thumbprint (RFC 7638) of the key that signed it; undefined where it is not signed
 */
export function statementPage(statement: Statement, key?: string): string {
  const { suite, document: edition, tenant, startedAt, seed, digest } = statement;
  const judged = judgedIn(statement);
  const { title, tone, detail } = wordsOf(judged);
  const asked = judged.requirements.filter(({ cause }) => cause !== 'not-selected');
  const number = (verdict: string, level?: string) =>
    asked.filter((one) => one.verdict === verdict && (level === undefined || one.level === level)).length;
  const levels = (['must', 'should', 'may'] as const).map((level) => {
    const of = asked.filter((one) => one.level === level).length;
    return html`<tr><th scope="row">${level}</th><td class="n">${of}</td>${['pass', 'fail', 'waived', 'warn', 'skip'].map((verdict) => html`<td class="n">${number(verdict, level)}</td>`)}</tr>`;
  });
  const facts: readonly (readonly [string, string | Html])[] = [
    ...factsOf(tenant),
    [
      'document',
      html`${edition.title} API, ${edition.edition}<br><small>SHA-256 <code>${edition.digest}</code></small>`,
    ],
    ['selection', selectionOf(statement)],
    ['judged by', `${suite.name} ${suite.version}, seed ${seed}, on ${moment(startedAt)}`],
  ];
  const proofs: readonly (readonly [string, string | Html])[] = [
    ['digest', html`SHA-256 <code>${digest}</code>`],
    [
      'signed by',
      key === undefined
        ? 'nobody; this page is a copy of statement.json'
        : html`the holder of the key with the thumbprint <code>${key}</code>; the signature stands in statement.jws`,
    ],
    [
      'verify',
      html`<code>external-client-conformance verify ${key === undefined ? 'statement.json' : 'statement.jws --key PUBLIC-KEY'}</code> recomputes this statement offline and compares its digest.`,
    ],
  ];
  const list = (pairs: typeof facts) =>
    html`<dl class="meta">${pairs.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
  const body = html`<main id="main" class="wrap"><article class="sheet"><p class="eyebrow">Conformance statement</p><div class="top"><div><h1>${title}</h1><p class="lead">${detail.slice(0, 1).toUpperCase()}${detail.slice(1)}.</p></div>${ring(
    ORDER.map((look) => ({ look, number: number(look), word: WORDS[look] })),
    number('pass'),
    `of ${asked.length} hold`,
  )}</div>
${list(facts)}${table('By level', ['level', '#requirements', '#hold', '#fail', '#accepted', '#warnings', '#not verified'], levels)}
${openParts(statement)}${list(proofs)}</article>
<section class="annex"><h2>Annex: every requirement</h2>${annex(statement)}</section></main>
<footer class="wrap"><p>Catalogue: SHA-256 <code>${statement.catalogueDigest}</code><br>Result: SHA-256 <code>${statement.resultDigest}</code></p></footer>`;
  return page(`Conformance statement: ${title}`, tone, 'statement', body);
}

/** How much was looked at, and by which profile. */
function selectionOf({ selection, requirements, profile }: Statement): string {
  const left = requirements.filter(({ cause }) => cause === 'not-selected').length;
  const parts = [
    selection.partial ? 'part of the requirements' : 'all requirements of a run without selection',
    withinProfile(profile).replace(/^,? /, ''),
    selection.strict ? 'every departure from the printed document fails' : '',
    selection.deeper > 0 ? `${selection.deeper} more belong to deep runs` : '',
    selection.partial && left > 0 ? `${plural(left, 'requirement')} not looked at` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** What was not verified, and what is accepted though it fails. */
function openParts({ requirements, waivers, baseline }: Statement): Html {
  const skipped = requirements.filter(({ verdict, cause }) => verdict === 'skip' && cause !== 'not-selected');
  const causes = [...groupBy(skipped, ({ cause }) => cause ?? 'suite-error')].sort(
    ([a], [b]) => weightOf(b) - weightOf(a),
  );
  return html`${
    causes.length > 0 &&
    html`<h2>Not verified</h2><ul>${causes.map(([cause, group]) => html`<li><b>${group.length}</b> because ${CAUSES[cause].meaning}${group.length <= 10 && `: ${group.map(({ id }) => id).join(', ')}`}</li>`)}</ul>`
  }${waivers.length > 0 && html`<h2>Accepted for now</h2><ul>${waivers.map((one) => html`<li><b>${one.requirement}</b> (${one.state}, until ${one.expires}): ${one.reason}; ${one.owner}, ${one.ticket}</li>`)}</ul>`}${
    baseline !== undefined &&
    html`<h2>Accepted by a baseline</h2><p>The run of ${baseline.startedAt} (SHA-256 <code>${baseline.digest}</code>) has the failures ${baseline.known.join(', ') || 'of none'}.</p>`
  }`;
}

/** Every requirement with its verdict, what does not hold in front, and what the profile leaves out. */
function annex({ requirements, profile }: Statement): Html {
  const byVerdict = groupBy(requirements, ({ verdict }) => verdict);
  const row = ({ id, cause }: Statement['requirements'][number]) =>
    html`<li><span class="id">${id}</span> ${catalogue[id]?.level} ${catalogue[id]?.statement}${cause !== undefined && ` (${cause})`}</li>`;
  return html`${
    profile !== undefined &&
    html`<h3 class="group">Profile: ${profile.name}</h3><p>${profile.source === 'shipped' ? 'Shipped with the suite.' : 'A file of the one who ran it.'} ${profile.describes} SHA-256 <code>${profile.digest}</code></p><ul>${[...groupBy(profile.leftOut, ({ reason }) => reason)].map(([reason, group]) => html`<li>${reason} ${group.map(({ requirement, security }) => `${requirement}${security ? ' (security)' : ''}`).join(', ')}</li>`)}</ul>`
  }${ORDER.map((verdict) => {
    const group = byVerdict.get(verdict);
    return (
      group !== undefined &&
      fold(
        html`${TITLES[verdict]} <span class="chip ${verdict}">${group.length}</span>`,
        html`<ul class="columns">${group.map(row)}</ul>`,
        verdict !== 'pass',
      )
    );
  })}`;
}
