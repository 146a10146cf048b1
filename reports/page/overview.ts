import { html } from 'hono/html';
import { firstStep } from '../causes/advice.ts';
import { verdictOf } from '../terminal/sentences.ts';
import { plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import type { ConformanceResult, RequirementResult } from '../verdict/result.ts';
import { fold, type Html, hero, ORDER, page, ring, section, sections, table, tools, WORDS } from './shell.ts';

/** A run of one of several tenants; none where it left no result. */
interface Run {
  /** Names its folder beside the page. */
  readonly name: string;
  readonly result: ConformanceResult | undefined;
}

/** Several tenants on one page: their verdicts, and the requirements in which they differ. */
export function overviewPage(runs: readonly Run[]): string {
  const told = runs.map(({ result }) => (result === undefined ? undefined : verdictOf(result)));
  const words = [...groupBy(told, (one) => one?.word.toLowerCase() ?? 'without a result')];
  const title = `${plural(runs.length, 'tenant')}: ${words.map(([word, group]) => `${group.length} ${word}`).join('; ')}`;
  const tones = told.map((one) => one?.tone ?? 'warn');
  const tone = (['fail', 'warn', 'waived', 'skip'] as const).find((one) => tones.includes(one)) ?? 'pass';
  const all = runs.find(({ result }) => result !== undefined)?.result?.requirements ?? [];
  const verdictsOf = (id: string) =>
    runs.map(({ result }) => result?.requirements.find((one) => one.id === id)?.verdict ?? 'skip');
  const broken = (id: string) => verdictsOf(id).filter((one) => one === 'fail' || one === 'warn').length;
  const failing = all.filter(({ id }) => broken(id) > 0).toSorted((one, other) => broken(other.id) - broken(one.id));
  const open = all.filter(({ id }) => broken(id) === 0 && new Set(verdictsOf(id)).size > 1);
  const worst = (id: string) => ORDER.find((verdict) => verdictsOf(id).includes(verdict)) ?? 'pass';
  const listed = (label: string, some: readonly RequirementResult[]) =>
    table(
      label,
      ['requirement', ...runs.map(({ name }) => name)],
      some.map(({ id, statement, level }) => {
        const verdicts = verdictsOf(id);
        const where = runs[verdicts.indexOf(worst(id))]?.name ?? '';
        return html`<tr class="item" data-is="${worst(id)}"><th scope="row"><a class="id" href="${where}/report.html#${id}">${id}</a> <small>${level}</small><br><small>${statement}</small></th>${runs.map(({ name }, index) => html`<td data-of="${name}"><a href="${name}/report.html#${id}"><span class="chip ${verdicts[index] ?? 'skip'}">${WORDS[verdicts[index] ?? 'skip']}</span></a></td>`)}</tr>`;
      }),
      'stacked',
    );
  const tenants = runs.map(
    ({ name, result }, index) =>
      html`<tr><th scope="row"><a href="${name}/report.html">${name}</a></th><td><span class="chip ${tones[index] ?? 'warn'}">${told[index]?.word.toLowerCase() ?? 'no result'}</span></td><td>${result === undefined ? 'The run left no result.' : inShort(result)}</td><td class="n" data-of="must hold">${result === undefined ? '' : share(result, 'must')}</td><td class="n" data-of="should hold">${result === undefined ? '' : share(result, 'should')}</td><td class="n" data-of="requests">${result?.requests.total ?? 0}</td></tr>`,
  );
  const columns = [
    'tenant',
    'verdict',
    'in a sentence, and what to do first',
    '#must hold',
    '#should hold',
    '#requests',
  ];
  const differing = [...failing, ...open];
  const body = html`${hero({
    eyebrow: 'External Client API, several tenants',
    title,
    figure: ring(
      words.map(([word, group]) => ({
        look: group[0]?.tone ?? 'warn',
        number: group.length,
        word,
      })),
      runs.length,
      runs.length === 1 ? 'tenant' : 'tenants',
    ),
  })}${sections([
    ['tenants', 'Tenants', section('tenants', 'Tenants', '', table('Tenants', columns, tenants, 'stacked'))],
    [
      'failing',
      'Where they fail',
      differing.length === 0
        ? undefined
        : html`${tools(
            'Search ids and statements',
            ORDER.map((one) => [one, WORDS[one], differing.filter(({ id }) => worst(id) === one).length] as const),
          )}${failing.length > 0 && section('failing', 'Where they fail', 'Follow a verdict to the report of its tenant.', listed('Where they fail', failing))}`,
    ],
    [
      'open',
      'Verified in part',
      open.length === 0
        ? undefined
        : section(
            'open',
            'Where only some were verified',
            '',
            fold(plural(open.length, 'requirement'), listed('Where only some were verified', open)),
          ),
    ],
  ])}`;
  return page(title, tone, 'overview', body);
}

function share({ requirements }: ConformanceResult, level: string): string {
  const chosen = requirements.filter((one) => one.level === level && one.cause !== 'not-selected');
  return `${chosen.filter(({ verdict }) => verdict === 'pass').length} of ${chosen.length}`;
}

/** The verdict in a sentence, and the first step where there is one. */
function inShort(result: ConformanceResult): Html {
  const { sentence, word } = verdictOf(result);
  const step = word === 'CONFORMANT' ? '' : firstStep(result);
  return html`${sentence}${step !== '' && html`<br><small>${step}</small>`}`;
}
