import { firstStep } from '../causes/advice.ts';
import { verdictOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult } from '../verdict/result.ts';
import { WORDS } from './failures.ts';
import { type Html, html } from './html.ts';
import { document } from './index.ts';

/** Several tenants on one page: their verdicts, and the requirements in which they differ. */
export function overviewPage(
  runs: readonly { readonly name: string; readonly result: ConformanceResult | undefined }[],
): string {
  const told = runs.map(({ result }) => (result === undefined ? undefined : verdictOf(result)));
  const tones = told.map((one) => one?.tone ?? 'warn');
  const tone = (['fail', 'warn', 'waived', 'skip'] as const).find((one) => tones.includes(one)) ?? 'pass';
  const title = `${plural(runs.length, 'tenant')}: ${[...groupBy(told, (one) => one?.word.toLowerCase() ?? 'without a result')].map(([word, group]) => `${group.length} ${word}`).join('; ')}`;
  const of = (name: string, id: string) =>
    runs.find((run) => run.name === name)?.result?.requirements.find((one) => one.id === id)?.verdict ?? 'skip';
  const first = runs.find(({ result }) => result !== undefined)?.result;
  const verdictsOf = (id: string) => runs.map(({ name }) => of(name, id));
  const broken = (id: string) => verdictsOf(id).filter((verdict) => verdict === 'fail' || verdict === 'warn').length;
  const all = first?.requirements ?? [];
  const failing = all.filter(({ id }) => broken(id) > 0).toSorted((one, other) => broken(other.id) - broken(one.id));
  const open = all.filter(({ id }) => broken(id) === 0 && new Set(verdictsOf(id)).size > 1);
  const table = (label: string, listed: typeof all) =>
    html`<div class="card scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr><th scope="col">requirement</th>${runs.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${listed.map(({ id, statement }) => html`<tr><th scope="row"><span class="id">${id}</span><br><small>${statement}</small></th>${runs.map(({ name }) => html`<td><a href="${name}/report.html#${id}"><span class="chip ${of(name, id)}">${WORDS[of(name, id)]}</span></a></td>`)}</tr>`)}</tbody></table></div>`;
  const body = html`<header class="hero"><div class="wrap"><p class="eyebrow">External Client API</p><h1>${title}</h1></div></header><main class="wrap">
<section><h2>Tenants</h2><div class="card scroll" tabindex="0" role="group" aria-label="Tenants"><table class="stacked"><thead><tr><th scope="col">tenant</th><th scope="col">verdict</th><th scope="col">in a sentence, and what to do first</th><th scope="col" class="n">requests</th></tr></thead><tbody>
${runs.map(({ name, result }, index) => html`<tr><th scope="row"><a href="${name}/report.html">${name}</a></th><td><span class="chip ${tones[index] ?? 'warn'}">${told[index]?.word.toLowerCase() ?? 'no result'}</span></td><td>${result === undefined ? 'The run left no result.' : inShort(result)}</td><td class="n" data-of="requests">${result?.requests.total ?? 0}</td></tr>`)}</tbody></table></div></section>
${failing.length > 0 && html`<section><h2>Where they fail</h2>${table('Where they fail', failing)}</section>`}
${open.length > 0 && html`<section><h2>Where only some were verified</h2><details><summary>${plural(open.length, 'requirement')}</summary>${table('Where only some were verified', open)}</details></section>`}</main>`;
  return document(title, tone, body);
}

/** The verdict in a sentence, and the first step where there is one. */
function inShort(result: ConformanceResult): Html {
  const { sentence, word } = verdictOf(result);
  const step = word === 'CONFORMANT' ? '' : firstStep(result);
  return html`${sentence}${step !== '' && html`<br><small>${step}</small>`}`;
}
