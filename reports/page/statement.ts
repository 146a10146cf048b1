import { requirements as entries } from '../../specs/catalogue/index.ts';
import type { Requirement } from '../../specs/catalogue/types.ts';
import { judgedIn, type Statement } from '../publish/statement.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { withinProfile } from '../verdict/left-out.ts';
import { wordsOf } from '../verdict/words.ts';
import { WORDS } from './failures.ts';
import { html } from './html.ts';
import { document } from './index.ts';

const catalogue: Readonly<Record<string, Requirement>> = entries;

/** What does not hold comes first. */
const ORDER = ['fail', 'waived', 'warn', 'skip', 'pass'] as const;
const TITLES = { fail: 'Failed', waived: 'Waived', warn: 'Warnings', skip: 'Not verified', pass: 'Passed' } as const;

/** A statement as a page to publish. */
export function statementPage(statement: Statement): string {
  const { suite, document: edition, tenant, requirements, waivers, profile, startedAt, seed, digest } = statement;
  const byVerdict = groupBy(requirements, (one) => one.verdict);
  const groups = ORDER.flatMap((one) => {
    const group = byVerdict.get(one);
    return group === undefined ? [] : [[one, group] as const];
  });
  const { title, tone } = wordsOf(judgedIn(statement));
  const facts: readonly (readonly [string, string])[] = [
    ...Object.entries(tenant).map(([name, value]) => [name, String(value)] as const),
    ['run', startedAt],
    ['seed', String(seed)],
    ['suite', `${suite.name} ${suite.version}`],
    ...(profile === undefined ? [] : [['profile', profile.name] as const]),
  ];
  const body = html`<header class="hero"><div class="wrap"><p class="eyebrow">Conformance statement on the ${edition.title} API, ${edition.edition}</p><h1>${title}</h1>
<p class="lead">${groups.map(([one, group]) => `${group.length} ${WORDS[one]}${one === 'warn' && group.length > 1 ? 's' : ''}`).join(', ')} of ${plural(requirements.length, 'requirement')}${withinProfile(profile)}.${statement.selection.deeper > 0 && ` ${statement.selection.deeper} of them are for deep runs alone.`}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></div></header>
<main class="wrap">${profile !== undefined && html`<section><h2>Profile: ${profile.name}</h2><div class="card"><p>${profile.source === 'shipped' ? 'Shipped with the suite.' : 'A file of the one who ran it.'} ${profile.describes}</p><ul>${[...groupBy(profile.leftOut, ({ reason }) => reason)].map(([reason, group]) => html`<li>${reason} ${group.map(({ requirement, security }) => `${requirement}${security ? ' (security)' : ''}`).join(', ')}</li>`)}</ul></div></section>`}
${waivers.length > 0 && html`<section><h2>Accepted for now</h2><div class="card"><ul>${waivers.map((one) => html`<li><b>${one.requirement}</b> (${one.state}, until ${one.expires}): ${one.reason}; ${one.owner}, ${one.ticket}</li>`)}</ul></div></section>`}
${statement.baseline !== undefined && html`<section><h2>Accepted by a baseline</h2><div class="card"><p>The run of ${statement.baseline.startedAt} (SHA-256 <code>${statement.baseline.digest}</code>) has the failures ${statement.baseline.known.join(', ') || 'of none'}.</p></div></section>`}
${groups.map(([one, group]) => html`<section><h2>${TITLES[one]} <span class="chip ${one}">${group.length}</span></h2><div class="card">${one === 'pass' || one === 'skip' ? html`<p>${group.map(({ id, cause }) => (cause === undefined ? id : `${id} (${cause})`)).join(', ')}</p>` : html`<ul>${group.map(({ id }) => html`<li><span class="id">${id}</span> ${catalogue[id]?.statement ?? ''}</li>`)}</ul>`}</div></section>`)}
<section><h2>Digests</h2><div class="card"><dl class="meta">${[
    ['document', edition.digest],
    ['catalogue', statement.catalogueDigest],
    ['result', statement.resultDigest],
    ...(profile === undefined ? [] : [['profile', profile.digest] as const]),
    ['statement', digest],
  ].map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl></div></section></main>
<footer class="wrap"><p>The verb <code>verify</code> of the suite recomputes this offline.</p></footer>`;
  return document(`Conformance statement: ${title}`, tone, body);
}
