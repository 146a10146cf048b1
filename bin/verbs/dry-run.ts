import type { Check } from '../../fixtures/check.ts';
import { allChecks, scenariosOf } from '../../fixtures/judge.ts';
import { type Budget, budgetOf } from '../../fixtures/preflight/budget.ts';
import type { Settings } from '../../fixtures/preflight/settings.ts';
import { plural } from '../../reports/terminal/text.ts';
import { selectedChecks } from '../plain-run.ts';
import { gateOf } from '../run-options.ts';
import { DONE, print, type VerbOutcome } from './outcome.ts';

/** Limits count requests in so many milliseconds. */
const WINDOW_MS = 300_000;
/** Answers of a tenant in a cloud take about so long, in milliseconds; the mock takes a tenth. */
const ANSWER_MS = 100;

/** What a run would do. */
interface Plan {
  /** Base URL, or that it is the mock. */
  readonly tenant: string;
  readonly partition?: string;
  readonly writes: boolean;
  readonly checks: number;
  readonly checksByOperation: Readonly<Record<string, number>>;
  /** Acts on the tenant, in their order. */
  readonly scenarios: readonly string[];
  /** The most requests, by method. */
  readonly requests: Budget;
  /** Estimates in seconds: answers that take 100 ms, and waiting for the limits of requests. */
  readonly seconds: { readonly answers: number; readonly limits: number };
}

/** Tells what a run of these settings would send, to what, and how long that takes; sends nothing. */
export async function dryRun(settings: Settings, json: boolean): Promise<VerbOutcome> {
  const { profile } = gateOf(settings);
  const checks = selectedChecks(await allChecks(), settings, profile);
  const plan = planOf(settings, checks);
  print(json ? JSON.stringify(plan, null, 2) : inWords(plan, settings).join('\n'));
  return DONE;
}

function planOf(settings: Settings, checks: readonly Check[]): Plan {
  const { tenant } = settings;
  const byOperation: Record<string, number> = {};
  for (const {
    path: [file = ''],
  } of checks) {
    const name = file.replace(/\.spec\.[jt]s$/, '');
    byOperation[name] = (byOperation[name] ?? 0) + 1;
  }
  const requests = budgetOf(settings);
  const total = Object.values(requests).reduce((sum, one) => sum + one, 0);
  const limits = Object.entries(tenant.kind === 'live' ? (settings.rate ?? {}) : {}).map(([method, most]) =>
    Math.max(0, Math.ceil((requests[method as keyof Budget] ?? 0) / most) - 1),
  );
  return {
    ...(tenant.kind === 'live'
      ? { tenant: tenant.identityUrl, partition: tenant.partitionId, writes: tenant.writes }
      : { tenant: 'embedded mock', writes: true }),
    checks: checks.length,
    checksByOperation: byOperation,
    scenarios: scenariosOf(checks),
    requests,
    seconds: {
      answers: Math.ceil((total * ANSWER_MS) / 1000),
      limits: (Math.max(0, ...limits) * WINDOW_MS) / 1000,
    },
  };
}

function inWords(plan: Plan, { tenant }: Settings): readonly string[] {
  const { requests, seconds, checks, scenarios, writes } = plan;
  const where = plan.partition === undefined ? '' : `, organization ${plan.partition}`;
  const who =
    tenant.kind === 'embedded'
      ? ''
      : tenant.credentials.kind === 'client'
        ? `, as application ${tenant.credentials.clientId}`
        : ', with the token of TENANT_ACCESS_TOKEN';
  const list = Object.entries(requests).map(([method, number]) => `${number} ${method}`);
  return [
    `to        ${plan.tenant}${where}${who}`,
    `checks    ${checks}: ${Object.entries(plan.checksByOperation)
      .map(([name, number]) => `${name} ${number}`)
      .join(', ')}`,
    `requests  at most ${list.join(', ')} (POST with those for tokens), for ${plural(scenarios.length, 'scenario')}`,
    `changes   ${writes ? 'clients whose names begin with ecc- are created, changed and removed; no other client is touched' : 'none: TENANT_WRITES is not allow'}`,
    `time      about ${inTime(seconds.answers)} where an answer takes ${ANSWER_MS} ms${seconds.limits > 0 ? `, and up to ${inTime(seconds.limits)} of waiting for the limits of requests` : ''}`,
    'Nothing was sent.',
  ];
}

function inTime(seconds: number): string {
  return seconds < 120 ? plural(seconds, 'second') : plural(Math.ceil(seconds / 60), 'minute');
}
