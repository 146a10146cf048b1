import type { RunStory } from '../verdict/result.ts';
import { selectedOf } from './parts.ts';

type Labels = Readonly<Record<string, string | number | boolean | undefined>>;
type Sample = readonly [labels: Labels, value: number];

/**
 * Figures of the run in the text format of Prometheus (version 0.0.4), for the textfile collector of its node exporter, or a push gateway.
 * Times are in seconds, as is the custom there.
 */
export function metrics({ result }: Pick<RunStory, 'result'>): string {
  const { tenant, partition, environment } = result.tenant;
  const about: Labels = { tenant, partition, environment };
  const chosen = selectedOf(result);
  const counts = new Map<string, number>();
  for (const { level, verdict } of chosen)
    counts.set(`${level} ${verdict}`, (counts.get(`${level} ${verdict}`) ?? 0) + 1);
  const families: readonly (readonly [name: string, help: string, samples: readonly Sample[]])[] = [
    ['run_timestamp_seconds', 'When the run began.', [[{}, Date.parse(result.startedAt) / 1000]]],
    ['run_duration_seconds', 'How long it took.', [[{}, result.durationMs / 1000]]],
    [
      'info',
      'Which suite judged by which document.',
      [[{ version: result.suite.version, edition: result.document.edition }, 1]],
    ],
    [
      'verdict',
      'The verdict of the run; the one that holds is 1.',
      [[{ verdict: result.verdict, word: result.word, headline: result.headline }, 1]],
    ],
    ['applicable', 'Requirements that apply to the tenant.', [[{}, result.verified.of]]],
    [
      'verified',
      'Requirements of those that were verified; what was not is no reason for trust.',
      [[{}, result.verified.verified]],
    ],
    [
      'gate_exit_code',
      'Exit code: 0 passed, 1 failed, 2 could not tell.',
      [[{}, { passed: 0, failed: 1, undecided: 2 }[result.gate.outcome]]],
    ],
    [
      'requirements',
      'Requirements by level and verdict.',
      [...counts].map(([key, number]) => {
        const [level, verdict] = key.split(' ');
        return [{ level, verdict }, number] as const;
      }),
    ],
    [
      'requirement_failing',
      'A requirement that fails or warns.',
      chosen
        .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'waived')
        .map(({ id, level, verdict, operation }) => [{ requirement: id, level, verdict, operation }, 1] as const),
    ],
    [
      'requests',
      'Requests that were sent.',
      Object.entries(result.requests.byMethod).map(([method, number]) => [{ method }, number]),
    ],
    [
      'latency_seconds',
      'Times of answers by operation.',
      Object.entries(result.latency ?? {}).flatMap(([operation, { p50Ms, p95Ms, maxMs }]) =>
        (
          [
            [0.5, p50Ms],
            [0.95, p95Ms],
            [1, maxMs],
          ] as const
        ).map(([quantile, ms]) => [{ operation, quantile }, Number((ms / 1000).toFixed(6))] as const),
      ),
    ],
    ['leftovers', 'Clients that could not be removed.', [[{}, result.leftovers.length]]],
  ];
  return families
    .filter(([, , samples]) => samples.length > 0)
    .map(([name, help, samples]) => {
      const full = `external_client_conformance_${name}`;
      const lines = samples.map(([labels, value]) => `${full}${labelled({ ...about, ...labels })} ${value}`);
      return [`# HELP ${full} ${help}`, `# TYPE ${full} gauge`, ...lines, ''].join('\n');
    })
    .join('');
}

function labelled(labels: Labels): string {
  const pairs = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [`${name}="${String(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`],
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
