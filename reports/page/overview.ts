import type { ConformanceResult } from '../result.ts';
import { verdictSentence } from '../sentences.ts';
import { WORDS } from './failures.ts';
import { html } from './html.ts';
import { document } from './index.ts';

/** Several tenants on one page: their verdicts, and the requirements in which they differ. */
export function overviewPage(
  runs: readonly { readonly name: string; readonly result: ConformanceResult | undefined }[],
): string {
  const verdicts = runs.map(({ result }) => result?.verdict ?? 'inconclusive');
  const kind = verdicts.includes('non-conformant')
    ? 'non-conformant'
    : verdicts.includes('inconclusive')
      ? 'inconclusive'
      : 'conformant';
  const look = { conformant: 'pass', 'non-conformant': 'fail', inconclusive: 'warn' } as const;
  const conformant = verdicts.filter((verdict) => verdict === 'conformant').length;
  const of = (name: string, id: string) =>
    runs.find((run) => run.name === name)?.result?.requirements.find((one) => one.id === id)?.verdict ?? 'skip';
  const first = runs.find(({ result }) => result !== undefined)?.result;
  const differing = (first?.requirements ?? []).filter(
    ({ id }) =>
      new Set(runs.map(({ name }) => of(name, id))).size > 1 || runs.some(({ name }) => of(name, id) === 'fail'),
  );
  const body = html`<header class="hero"><div class="wrap"><p class="eyebrow">External Client API</p><h1>${conformant} of ${runs.length} tenants conformant</h1></div></header><main class="wrap">
<section><h2>Tenants</h2><div class="card scroll" tabindex="0" role="group" aria-label="Tenants"><table><thead><tr><th scope="col">tenant</th><th scope="col">verdict</th><th scope="col">in a sentence</th><th scope="col" class="n">requests</th></tr></thead><tbody>
${runs.map(({ name, result }) => html`<tr><th scope="row"><a href="${name}/report.html">${name}</a></th><td><span class="chip ${look[result?.verdict ?? 'inconclusive']}">${result?.verdict ?? 'no result'}</span></td><td>${result === undefined ? 'The run left no result.' : verdictSentence(result)}</td><td class="n">${result?.requests.total ?? 0}</td></tr>`)}</tbody></table></div></section>
${differing.length > 0 && html`<section><h2>Where they fail or differ</h2><div class="card scroll" tabindex="0" role="group" aria-label="Where they fail or differ"><table><thead><tr><th scope="col">requirement</th>${runs.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${differing.map(({ id, statement }) => html`<tr><th scope="row" title="${statement}">${id}</th>${runs.map(({ name }) => html`<td><a href="${name}/report.html#${id}"><span class="chip ${of(name, id)}">${WORDS[of(name, id)]}</span></a></td>`)}</tr>`)}</tbody></table></div></section>`}</main>`;
  return document(`${conformant} of ${runs.length} tenants conformant`, kind, body);
}
