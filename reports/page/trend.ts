import { html } from 'hono/html';
import { verdictOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import type { ConformanceResult, RequirementVerdict, RunStory } from '../verdict/result.ts';
import { type Html, moment, section, table, WORDS } from './shell.ts';

/** Runs that are drawn. */
const MOST = 30;
/** Changes between holding and not holding from which on a requirement is called flapping. */
const FLAPPING = 3;
const [WIDTH, HEIGHT] = [340, 96];

/** How the tenant fared over the last runs: verdicts, requests, latency, and each requirement that failed at some time. */
export function trend({ history, result }: RunStory): Html | undefined {
  const runs = [...history.filter(({ startedAt }) => startedAt < result.startedAt), result].slice(-MOST);
  if (runs.length < 2) return undefined;
  const median = (run: ConformanceResult) => Math.max(0, ...Object.values(run.latency ?? {}).map(({ p50Ms }) => p50Ms));
  const broken = (run: ConformanceResult) => run.requirements.filter(({ verdict }) => isBroken(verdict)).length;
  const cards = [
    chart('Failures and warnings', runs, broken, (value) => String(value), true),
    chart(
      'Requests',
      runs,
      ({ requests }) => requests.total,
      (value) => String(value),
      true,
    ),
    chart('Slowest median answer', runs, median, (value) => `${Math.round(value)} ms`, false),
  ];
  const rows = lives(runs).map(
    ({ id, statement, verdicts, told, look }) =>
      html`<tr class="item"><th scope="row"><a class="id" href="#${id}">${id}</a><br><small>${statement}</small></th><td><span class="chip ${look}">${told}</span></td><td><span class="runs" role="img" aria-label="${verdicts.filter(isBroken).length} of ${runs.length} runs">${verdicts.map((verdict) => html`<i class="${verdict}"></i>`)}</span></td></tr>`,
  );
  return section(
    'trend',
    `The last ${runs.length} runs`,
    `From ${moment(runs[0]?.startedAt ?? '')} to ${moment(result.startedAt)}, the latest at the right.`,
    [
      html`<div class="trend">${cards}</div>`,
      ...(rows.length > 0
        ? [table('Requirements that failed', ['requirement', 'since when', 'runs'], rows, 'stacked')]
        : []),
    ],
  );
}

function isBroken(verdict: RequirementVerdict): boolean {
  return verdict === 'fail' || verdict === 'warn' || verdict === 'waived';
}

/** Bars in the colours of the verdicts, or a line. @param show words for a value */
function chart(
  title: string,
  runs: readonly ConformanceResult[],
  valueOf: (run: ConformanceResult) => number,
  show: (value: number) => string,
  bars: boolean,
): Html {
  const values = runs.map(valueOf);
  const most = Math.max(...values, 1);
  const step = WIDTH / runs.length;
  const y = (value: number) => Math.round((HEIGHT - 18 - (value / most) * (HEIGHT - 26)) * 10) / 10;
  const x = (index: number) => Math.round((index + 0.5) * step * 10) / 10;
  const marks = runs.map((run, index) => {
    const { word, tone } = verdictOf(run);
    const value = values[index] ?? 0;
    const label = html`<title>${moment(run.startedAt)}: ${show(value)}, ${word.toLowerCase()}</title>`;
    return bars
      ? html`<rect class="bar ${tone}" x="${x(index) - Math.min(step * 0.35, 12)}" y="${y(value)}" width="${Math.min(step * 0.7, 24)}" height="${Math.max(2, HEIGHT - 18 - y(value))}" rx="2">${label}</rect>`
      : html`<circle class="bar ${tone}" cx="${x(index)}" cy="${y(value)}" r="3.5">${label}</circle>`;
  });
  const line =
    !bars &&
    html`<polyline class="line" points="${values.map((value, index) => `${x(index)},${y(value)}`).join(' ')}"/>`;
  const [first, last] = [runs[0], runs.at(-1)].map((run) => run?.startedAt.slice(5, 10));
  return html`<div class="card"><h3>${title}: ${show(values.at(-1) ?? 0)}</h3><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}: ${values.map(show).join(', ')}"><line class="grid" x1="0" x2="${WIDTH}" y1="${HEIGHT - 18}" y2="${HEIGHT - 18}"/>${line}${marks}<text x="0" y="${HEIGHT - 3}">${first}</text><text x="${WIDTH}" y="${HEIGHT - 3}" text-anchor="end">${last}</text></svg></div>`;
}

/** What became of each requirement that did not hold in some run: those that fail now first. */
function lives(runs: readonly ConformanceResult[]) {
  const now = runs.at(-1);
  return (now?.requirements ?? [])
    .map(({ id, statement }) => {
      const verdicts = runs.map((run) => run.requirements.find((one) => one.id === id)?.verdict ?? 'skip');
      const seen = verdicts.flatMap((verdict, index) =>
        verdict === 'skip' ? [] : [{ broken: isBroken(verdict), index, verdict }],
      );
      const changes = seen.filter(({ broken }, index) => index > 0 && broken !== seen[index - 1]?.broken);
      const last = seen.at(-1);
      const since = moment(runs[changes.at(-1)?.index ?? seen[0]?.index ?? 0]?.startedAt ?? '');
      const told =
        changes.length >= FLAPPING
          ? `flapping: ${plural(changes.length, 'change')}`
          : last?.broken === true
            ? `${WORDS[last.verdict]} since ${changes.length === 0 ? 'the first of these runs' : since}${verdicts.at(-1) === 'skip' ? ', not verified now' : ''}`
            : verdicts.at(-1) === 'skip'
              ? `held from ${since} on, not verified now`
              : `holds again since ${since}`;
      const isOpen = verdicts.at(-1) === 'skip' && last?.broken !== true;
      const look: RequirementVerdict =
        changes.length >= FLAPPING ? 'waived' : isOpen ? 'skip' : (last?.verdict ?? 'skip');
      return { id, statement, verdicts, told, look, broken: last?.broken === true, any: verdicts.some(isBroken) };
    })
    .filter(({ any }) => any)
    .sort((a, b) => Number(b.broken) - Number(a.broken));
}
