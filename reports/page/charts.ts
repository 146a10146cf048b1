import { html } from 'hono/html';
import { scopeMatrix } from '../publish/scope-matrix.ts';
import { plural } from '../terminal/text.ts';
import { disturbancesInWords } from '../verdict/disturbances.ts';
import type { Exchange, RunStory } from '../verdict/result.ts';
import { exchangeBlock } from './failures.ts';
import { duration, fold, type Html, section, table } from './shell.ts';

/** Requests per five minutes that cloud tenants allow a whole organization; a run stays within half. */
const LIMITS = { GET: 300, PUT: 160, DELETE: 160 } as const;
const WINDOW_MS = 300_000;
/** Disturbances that can be opened on the page; the others stand in the HAR. */
const MOST_OPENED = 60;

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
  const cell = (look: keyof typeof CELLS, operation: string, scope: string) =>
    html`<td class="${CELLS[look].look}" title="${operation} with ${scope}: ${CELLS[look].word}"><span role="img" aria-label="${CELLS[look].word}">${CELLS[look].sign}</span></td>`;
  return section('scopes', 'Scopes', 'Each operation, tried with one scope alone.', [
    html`<div class="fit"><div class="card scroll" tabindex="0" role="group" aria-label="Scopes"><table class="scopes"><thead><tr><th scope="col">operation</th>${names.map((name) => html`<th scope="col" class="s"><span>${name}</span></th>`)}</tr></thead><tbody>
${rows.map(({ operation, cells }) => html`<tr><th scope="row">${operation}</th>${names.map((name) => cell(cells.get(name) ?? 'not verified', operation, name))}</tr>`)}</tbody></table></div></div>
<ul class="legend">${Object.values(CELLS).map(({ sign, look, word }) => html`<li><span class="chip ${look}">${sign}</span> ${word}</li>`)}</ul>`,
  ]);
}

/** How an exchange ended: succeeded, was refused, or failed. */
function lookOf({ response }: Exchange): 'pass' | 'warn' | 'fail' {
  const status = response?.status ?? 599;
  return status < 400 ? 'pass' : status < 500 && status !== 429 ? 'warn' : 'fail';
}

/** Whether it was disturbed: no answer, a server error, or a request too many. */
function isDisturbed(one: Exchange): boolean {
  return lookOf(one) === 'fail';
}

function name({ operation }: Exchange): string {
  return operation ?? 'token';
}

/** When what was asked; what was disturbed leads to its exchange. */
export function timeline(story: RunStory): Html | undefined {
  const { exchanges, result } = story;
  if (exchanges.length === 0) return undefined;
  const start = Date.parse(exchanges[0]?.startedAt ?? result.startedAt);
  const at = (one: Exchange) => Date.parse(one.startedAt) - start;
  const span = Math.max(1, ...exchanges.map((one) => at(one) + one.durationMs));
  const rows = [...new Set(exchanges.map(name))];
  const [left, width, row] = [130, 1000, 24];
  const x = (ms: number) => Math.round((left + (ms / span) * (width - left - 16)) * 10) / 10;
  const height = rows.length * row + 30;
  const opened = exchanges.filter(isDisturbed).slice(0, MOST_OPENED);
  const dot = (one: Exchange) => {
    const circle = html`<circle class="${lookOf(one)}" cx="${x(at(one))}" cy="${rows.indexOf(name(one)) * row + 14}" r="4"><title>${brief(one)}, after ${duration(at(one))}</title></circle>`;
    return opened.includes(one)
      ? html`<a href="#x${opened.indexOf(one)}" aria-label="${brief(one)}">${circle}</a>`
      : circle;
  };
  const ticks = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      html`<line class="grid" x1="${x(share * span)}" x2="${x(share * span)}" y1="0" y2="${height - 24}"/><text x="${x(share * span)}" y="${height - 6}" text-anchor="${share === 1 ? 'end' : 'middle'}">${((share * span) / 1000).toFixed(1)} s</text>`,
  );
  return section(
    'timeline',
    'Timeline',
    `${exchanges.length} requests by operation: green succeeded, amber was refused, red was disturbed (no answer, a server error, 429).`,
    html`<div class="card scroll" tabindex="0" role="group" aria-label="Timeline"><svg class="dots" viewBox="0 0 ${width} ${height}" style="min-width:880px;width:100%" role="group" aria-label="${exchanges.length} requests over ${duration(span)}">${ticks}${rows.map((operation, index) => html`<text x="0" y="${index * row + 18}">${operation}</text>`)}${exchanges.filter((one) => !isDisturbed(one)).map(dot)}${exchanges.filter(isDisturbed).map(dot)}</svg></div>${disturbances(story, at)}`,
  );
}

function brief({ request, response, ...one }: Exchange): string {
  return `${name({ request, ...one })}: ${request.method} ${response?.status ?? 'no answer'}`;
}

/** What was disturbed, how often and where, and what became of it when it was sent again. */
function disturbances(story: RunStory, at: (one: Exchange) => number): Html | undefined {
  const { exchanges } = story;
  const all = exchanges.filter(isDisturbed);
  const kinds = disturbancesInWords(story.result).map((line) => line.replace(/^disturbance: /, ''));
  if (all.length + kinds.length === 0) return undefined;
  const next = (one: Exchange) =>
    exchanges
      .slice(exchanges.indexOf(one) + 1)
      .find(({ request }) =>
        (['method', 'url', 'body'] as const).every((member) => request[member] === one.request[member]),
      );
  const rows = all.slice(0, MOST_OPENED).map((one, index) => {
    const again = next(one);
    return html`<details class="item" id="x${index}"><summary class="fail"><span class="chip">${one.response?.status ?? 'no answer'}</span><span class="id">${name(one)}</span><span class="what">${one.request.method} after ${duration(at(one))}${again !== undefined && `; sent again ${duration(at(again) - at(one))} later: ${again.response?.status ?? 'no answer'}`}</span></summary>${exchangeBlock(one)}</details>`;
  });
  return html`<div class="card list"><h3>Disturbances</h3><ul class="tried">${kinds.map((kind) => html`<li>${kind}</li>`)}</ul>${rows.length > 0 && fold(html`${plural(rows.length, 'exchange')}${all.length > rows.length && ` of ${all.length}; all stand in exchanges.har`}`, rows)}</div>`;
}

/** Times of answers by operation. */
export function latency({ result }: RunStory): Html | undefined {
  const rows = Object.entries(result.latency ?? {});
  if (rows.length === 0) return undefined;
  const worst = Math.max(...rows.map(([, { p95Ms }]) => p95Ms), 1);
  return section(
    'latency',
    'Latency',
    'Milliseconds until the whole answer was there.',
    table(
      'Latency',
      ['operation', '#requests', '#median', '#95 %', '#longest', ''],
      rows.map(
        ([operation, { count, p50Ms, p95Ms, maxMs }]) =>
          html`<tr><th scope="row" class="id">${operation}</th><td class="n">${count}</td>${[p50Ms, p95Ms, maxMs].map((ms) => html`<td class="n">${ms < 10 ? ms.toFixed(1) : Math.round(ms)}</td>`)}<td><div class="meter"><i style="width:${Math.round((p95Ms / worst) * 100)}%"></i></div></td></tr>`,
      ),
    ),
  );
}

/** Requests sent, against what cloud tenants allow. */
export function budget({ result, exchanges }: RunStory): Html {
  const { byMethod, total } = result.requests;
  const rows = Object.entries(byMethod).map(([method, sent]) => {
    const limit = LIMITS[method as keyof typeof LIMITS];
    const busiest = exchanges.length > 0 ? densest(exchanges.filter(({ request }) => request.method === method)) : sent;
    const share = limit === undefined ? undefined : Math.round((busiest / (limit / 2)) * 100);
    const look = share !== undefined && share > 100 ? ';background:var(--fail)' : '';
    return html`<tr><th scope="row">${method}</th><td class="n">${sent}</td><td class="n">${busiest}</td><td class="n">${limit ?? 'no limit'}</td><td class="n">${share !== undefined && html`${share} % of the budget<div class="meter"><i style="width:${Math.min(100, share)}%${look}"></i></div>`}</td></tr>`;
  });
  return section(
    'budget',
    'Request budget',
    `${total} requests in ${(result.durationMs / 1000).toFixed(1)} s. Cloud tenants limit requests per five minutes for a whole organization; the budget of a run is half of that.`,
    table('Request budget', ['method', '#sent', '#most in 5 min', '#limit', ''], rows),
  );
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
