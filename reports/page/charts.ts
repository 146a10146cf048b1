import { scopeMatrix } from '../publish/scope-matrix.ts';
import { verdictOf } from '../terminal/sentences.ts';
import type { ConformanceResult, Exchange, RunStory } from '../verdict/result.ts';
import { type Html, html } from './html.ts';

/** Requests per five minutes that cloud tenants allow a whole organization; a run stays within half. */
const LIMITS = { GET: 300, PUT: 160, DELETE: 160 } as const;
const WINDOW_MS = 300_000;

const CELLS = {
  allowed: { sign: '✓', look: 'pass', word: 'allowed, as documented' },
  refused: { sign: '·', look: 'refused', word: 'refused, as documented' },
  'wrongly allowed': { sign: '✗', look: 'fail', word: 'wrong: not refused' },
  'wrongly refused': { sign: '⊘', look: 'fail', word: 'wrong: not allowed' },
  'not verified': { sign: '–', look: 'skip', word: 'not verified' },
} as const;

/** Which scope alone opens which operation. */
export function scopes({ checks }: RunStory): Html | undefined {
  const { scopes: names, rows } = scopeMatrix(checks);
  if (rows.length === 0) return undefined;
  return html`<section id="scopes" aria-labelledby="h-scopes"><h2 id="h-scopes">Scopes</h2><p class="hint">Each operation, tried with one scope alone.</p>
<div class="card scroll fit" tabindex="0" role="group" aria-label="Scopes"><table class="scopes"><thead><tr><th scope="col">operation</th>${names.map((name) => html`<th scope="col" class="s"><span>${name}</span></th>`)}</tr></thead><tbody>
${rows.map(({ operation, cells }) => html`<tr><th scope="row" class="id">${operation}</th>${names.map((name) => scopeCell(cells.get(name) ?? 'not verified', operation, name))}</tr>`)}
</tbody></table></div><ul class="legend">${Object.values(CELLS).map(({ sign, look, word }) => html`<li><span class="chip ${look}">${sign}</span> ${word}</li>`)}</ul></section>`;
}

function scopeCell(cell: keyof typeof CELLS, operation: string, scope: string): Html {
  const { sign, look, word } = CELLS[cell];
  return html`<td class="${look}" title="${operation} with ${scope}: ${word}"><span role="img" aria-label="${word}">${sign}</span></td>`;
}

/** When what was asked, and one client's life from beginning to end. */
export function timeline({ exchanges, result }: RunStory): Html | undefined {
  if (exchanges.length === 0) return undefined;
  const start = Date.parse(exchanges[0]?.startedAt ?? result.startedAt);
  const at = (one: Exchange) => Date.parse(one.startedAt) - start;
  const span = Math.max(1, ...exchanges.map((one) => at(one) + one.durationMs));
  const lanes = [...new Set(exchanges.map((one) => one.operation ?? 'token'))];
  const [left, width, lane] = [130, 1000, 26];
  const x = (ms: number) => Math.round((left + (ms / span) * (width - left - 16)) * 10) / 10;
  const height = lanes.length * lane + 30;
  const dots = exchanges.map(
    (one) =>
      html`<circle cx="${x(at(one))}" cy="${lanes.indexOf(one.operation ?? 'token') * lane + 15}" r="4" opacity=".75" class="${colour(one)}"/>`,
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      html`<line class="grid" x1="${x(share * span)}" x2="${x(share * span)}" y1="0" y2="${height - 24}"/><text x="${x(share * span)}" y="${height - 6}" text-anchor="${share === 1 ? 'end' : 'middle'}">${((share * span) / 1000).toFixed(1)} s</text>`,
  );
  return html`<section id="timeline" aria-labelledby="h-timeline"><h2 id="h-timeline">Timeline</h2><p class="hint">${exchanges.length} requests by operation: green succeeded, amber was refused, red failed or got no answer.</p>
<div class="card"><div class="scroll" tabindex="0" role="group" aria-label="Timeline"><svg viewBox="0 0 ${width} ${height}" style="min-width:880px;width:100%" role="img" aria-label="${exchanges.length} requests over ${(span / 1000).toFixed(1)} seconds">${ticks}${lanes.map((name, index) => html`<text x="0" y="${index * lane + 19}">${name}</text>`)}${dots}</svg></div>${life(exchanges, at)}</div></section>`;
}

function colour({ response }: Exchange): string {
  const status = response?.status ?? 599;
  return status < 400 ? 'ok' : status < 500 ? 'refused' : 'broken';
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** The requests about the client that went through the most operations. */
function life(exchanges: readonly Exchange[], at: (one: Exchange) => number): Html | undefined {
  const lives = new Map<string, Exchange[]>();
  for (const one of exchanges) for (const id of clientsIn(one)) lives.set(id, [...(lives.get(id) ?? []), one]);
  const variety = (list: readonly Exchange[]) => new Set(list.map(({ operation }) => operation)).size;
  const [richest] = [...lives].sort(([, a], [, b]) => variety(b) - variety(a) || a.length - b.length);
  if (richest === undefined || variety(richest[1]) < 2) return undefined;
  const [id, steps] = richest;
  const begun = at(steps[0] as Exchange);
  return html`<h3 style="margin-top:1.4rem">One client’s life</h3><p class="hint"><code>${id}</code></p><ol class="life">${steps
    .slice(0, 24)
    .map((one) => {
      const look = { ok: 'pass', refused: 'warn', broken: 'fail' }[colour(one)] ?? 'skip';
      return html`<li class="${look}"><time>+${((at(one) - begun) / 1000).toFixed(2)} s</time> <b>${one.operation ?? one.request.method}</b> <code>${one.request.method}</code> <span class="chip">${one.response?.status ?? 'no answer'}</span></li>`;
    })}</ol>${steps.length > 24 && html`<p class="hint">and ${steps.length - 24} more requests</p>`}`;
}

/** Ids behind the organization in the address; for what creates a client, the id in its answer. */
function clientsIn({ operation, request, response }: Exchange): readonly string[] {
  const path = request.url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
  const inPath = (path.match(GUID) ?? []).slice(1, 2);
  if (operation === 'generateSecret' && inPath.length === 0)
    return /"clientId"\s*:\s*"([^"]+)"/i.exec(request.body ?? '')?.slice(1, 2) ?? [];
  if (operation !== 'create' || response === undefined || response.status >= 300) return inPath;
  return /"id"\s*:\s*"([^"]+)"/.exec(response.body)?.slice(1, 2) ?? [];
}

/** Times of answers by operation. */
export function latency({ result }: RunStory): Html | undefined {
  const rows = Object.entries(result.latency ?? {});
  if (rows.length === 0) return undefined;
  const worst = Math.max(...rows.map(([, { p95Ms }]) => p95Ms), 1);
  return html`<section id="latency" aria-labelledby="h-latency"><h2 id="h-latency">Latency</h2><p class="hint">Milliseconds until the whole answer was there.</p><div class="card scroll" tabindex="0" role="group" aria-label="Latency"><table><thead><tr><th scope="col">operation</th><th scope="col" class="n">requests</th><th scope="col" class="n">median</th><th scope="col" class="n">95 %</th><th scope="col" class="n">longest</th><td></td></tr></thead><tbody>
${rows.map(([operation, { count, p50Ms, p95Ms, maxMs }]) => html`<tr><th scope="row" class="id">${operation}</th><td class="n">${count}</td>${[p50Ms, p95Ms, maxMs].map((ms) => html`<td class="n">${ms < 10 ? ms.toFixed(1) : Math.round(ms)}</td>`)}<td><div class="meter"><i style="width:${Math.round((p95Ms / worst) * 100)}%"></i></div></td></tr>`)}</tbody></table></div></section>`;
}

/** Requests sent, against what cloud tenants allow. */
export function budget({ result, exchanges }: RunStory): Html {
  const { byMethod, total } = result.requests;
  const rows = Object.entries(byMethod).map(([method, sent]) => {
    const limit = LIMITS[method as keyof typeof LIMITS];
    const busiest = exchanges.length > 0 ? densest(exchanges.filter(({ request }) => request.method === method)) : sent;
    const share = limit === undefined ? undefined : Math.round((busiest / (limit / 2)) * 100);
    return html`<tr><th scope="row">${method}</th><td class="n">${sent}</td><td class="n">${busiest}</td><td class="n">${limit ?? 'no limit'}</td><td>${share !== undefined && html`<div class="meter" title="${share} % of half the limit"><i style="width:${Math.min(100, share)}%${share > 100 ? ';background:var(--fail)' : ''}"></i></div>`}</td><td class="n">${share === undefined ? '' : `${share} % of the budget`}</td></tr>`;
  });
  return html`<section id="budget" aria-labelledby="h-budget"><h2 id="h-budget">Request budget</h2><p class="hint">${total} requests in ${(result.durationMs / 1000).toFixed(1)} s. Cloud tenants limit requests per five minutes for a whole organization; the budget of a run is half of that.</p><div class="card scroll" tabindex="0" role="group" aria-label="Request budget"><table><thead><tr><th scope="col">method</th><th scope="col" class="n">sent</th><th scope="col" class="n">most in 5 min</th><th scope="col" class="n">limit</th><td></td><td></td></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function densest(exchanges: readonly Exchange[]): number {
  const times = exchanges.map(({ startedAt }) => Date.parse(startedAt));
  let first = 0;
  let most = 0;
  times.forEach((time, last) => {
    while (time - (times[first] ?? time) > WINDOW_MS) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

function verdictChip(run: ConformanceResult): Html {
  const { word, tone } = verdictOf(run);
  return html`<span class="chip ${tone}">${word.toLowerCase()}</span>`;
}

/** Verdicts, requests and latency of the last runs. */
export function history({ history: earlier, result }: RunStory): Html | undefined {
  if (earlier.length === 0) return undefined;
  const runs = [...earlier.slice(-29), result];
  const longest = Math.max(...runs.map(({ durationMs }) => durationMs), 1);
  return html`<section id="history" aria-labelledby="h-history"><h2 id="h-history">The last ${runs.length} runs</h2><div class="card scroll" tabindex="0" role="group" aria-label="History"><table><thead><tr><th scope="col">run</th><th scope="col">verdict</th><th scope="col" class="n">pass</th><th scope="col" class="n">fail</th><th scope="col" class="n">requests</th><th scope="col" class="n">slowest median</th><th scope="col">duration</th></tr></thead><tbody>
${runs.toReversed().map((run) => html`<tr><th scope="row">${run.startedAt.slice(0, 16).replace('T', ' ')}</th><td>${verdictChip(run)}</td><td class="n">${run.summary.must.pass + run.summary.should.pass}</td><td class="n">${run.summary.must.fail}</td><td class="n">${run.requests.total}</td><td class="n">${Math.round(Math.max(0, ...Object.values(run.latency ?? {}).map(({ p50Ms }) => p50Ms)))} ms</td><td><div class="meter" title="${(run.durationMs / 1000).toFixed(1)} s"><i style="width:${Math.round((run.durationMs / longest) * 100)}%"></i></div></td></tr>`)}</tbody></table></div></section>`;
}
