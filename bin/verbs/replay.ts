import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { allChecks, judgeByRunner } from '../../fixtures/judge.ts';
import { outFolder, type Settings, SettingsError } from '../../fixtures/preflight/settings.ts';
import { type OpenSession, openSession } from '../../fixtures/session/open.ts';
import { InconclusiveError } from '../../fixtures/wire/errors.ts';
import { readResult, replaceFile } from '../../reports/publish/files.ts';
import { exchangeLines } from '../../reports/terminal/exchanges.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { labelled, plural } from '../../reports/terminal/text.ts';
import type { Exchange } from '../../reports/verdict/result.ts';
import { unknownRequirement } from '../../reports/verdict/selection.ts';
import { type Requirement, requirements } from '../../specs/catalogue/index.ts';
import { collectionOf } from '../replay/collection.ts';
import { planOf } from '../replay/plan.ts';
import { scriptOf } from '../replay/script.ts';
import { type Flags, settingsBy } from '../settings-flags.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';

const catalogue: Readonly<Record<string, Requirement>> = requirements;
/** How often new exchanges are looked for, in milliseconds. */
const LOOK_MS = 50;

/**
 * Does again on the tenant what the checks of one requirement look at, and tells each exchange as it is sent; leaves a script that does
 * the same with curl.
 * @param flags `keep`: what was created stays; `script`: where the script is written
 * @returns 0 where the requirement holds now, 1 where it fails, 2 where that could not be told
 */
export async function replay(
  asked: string,
  flags: Flags & { readonly keep?: boolean; readonly script?: string; readonly seed?: string },
): Promise<VerbOutcome> {
  const id = asked.toUpperCase();
  const requirement = catalogue[id];
  if (requirement === undefined) return unusable(unknownRequirement(id, Object.keys(catalogue)));
  let settings: Settings;
  try {
    const read = settingsBy(flags).settings;
    const last = readResult(read.out);
    const seed = flags.seed === undefined && process.env.CONFORMANCE_SEED === undefined ? last?.seed : undefined;
    settings = { ...read, only: [id], operation: [], level: [], ...(seed !== undefined && seed > 0 && { seed }) };
  } catch (error) {
    if (error instanceof SettingsError) return unusable(...error.problems);
    throw error;
  }
  const checks = (await allChecks()).filter(
    (one) => one.requirement === id && (!one.deep || settings.depth === 'deep' || requirement.depth === 'deep'),
  );
  print([`${id}  ${requirement.level}  ${requirement.statement}`, `seed ${settings.seed}`, ''].join('\n'));
  try {
    const opened = await openSession(settings, process.stdout);
    const interrupt = (): void => opened.interrupt();
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    try {
      return await act(opened, settings, { id, requirement, checks }, flags);
    } finally {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    }
  } catch (error) {
    if (error instanceof InconclusiveError) return unusable(...error.problems);
    throw error;
  }
}

interface Subject {
  readonly id: string;
  readonly requirement: Requirement;
  readonly checks: Awaited<ReturnType<typeof allChecks>>;
}

async function act(
  opened: OpenSession,
  settings: Settings,
  { id, requirement, checks }: Subject,
  flags: { readonly keep?: boolean; readonly script?: string },
): Promise<VerbOutcome> {
  const { runner, session } = opened;
  const { answers } = session.transport;
  const first = answers.length;
  print(`getting to know the tenant took ${plural(first, 'request')}; these follow:\n`);
  let told = first;
  let before = '';
  let times = 0;
  const tell = (): void => {
    for (; told < answers.length; told += 1) {
      const exchange = answers[told]?.toExchange();
      if (exchange === undefined) continue;
      // Waiting for an effect asks the same again and again.
      const same = JSON.stringify([exchange.request, exchange.response?.status, exchange.response?.body]);
      times = same === before ? times + 1 : 0;
      before = same;
      if (times === 0) print(exchangeLines(exchange, told).join('\n'));
      else if (times === 1) print('     asked again (under the next numbers), with the same answer');
    }
  };
  const looking = setInterval(tell, LOOK_MS);
  const judged = await judgeByRunner(runner, checks);
  const results = checks.flatMap((check) => {
    const result = judged.get(check.id);
    return result === undefined ? [] : [{ check, result }];
  });
  clearInterval(looking);
  tell();
  const acted = Array.from({ length: answers.length - first }, (_, index) => first + index);
  const places = new Map(answers.map((answer, number) => [keyOf(answer.toExchange()), number]));
  const { record } = await opened.end(flags.keep === true ? { keeps: true } : {});
  print('');
  const shown: number[] = [];
  const found: string[] = [];
  for (const { check, result } of results) {
    print(`${result.verdict.toUpperCase()}  ${check.title}${result.detail === undefined ? '' : `: ${result.detail}`}`);
    for (const { message, subject, expected, actual, exchange } of result.findings) {
      const number = exchange === undefined ? undefined : places.get(keyOf(exchange));
      if (number !== undefined) shown.push(number);
      const lines = [
        labelled('finding', subject === undefined ? message : `${message} (${subject})`),
        ...(expected === '' && actual === '' ? [] : [labelled('expected', expected), labelled('actual', actual)]),
        ...(number === undefined ? [] : [labelled('shown by', `request ${number}`)]),
      ];
      print(lines.join('\n'));
      found.push(...lines.map((line) => line.trim()));
    }
  }
  print('');
  print(afterwards(flags.keep === true, record.leftovers.length, session.ledger.givenIds));
  if (settings.tenant.kind === 'live') {
    const { tenant } = settings;
    const path = flags.script ?? join(outFolder(process.env), `replay-${id}.sh`);
    mkdirSync(join(path, '..'), { recursive: true });
    const { known } = session.redactor;
    const { runId } = session.data;
    const { statement } = requirement;
    const plan = planOf({
      id,
      statement,
      tenant,
      runId,
      answers: answers.slice(0, told),
      acted,
      shown,
      known,
      found: found.join('\n'),
      scopes: session.fullScopes,
    });
    const script = scriptOf(plan);
    const collection = collectionOf(plan);
    // The last line of defence: both go from hand to hand.
    if (session.redactor.holds(script) || session.redactor.holds(collection))
      return unusable('No script was written, for it would hold a credential in a form that no variable stands for.');
    replaceFile(path, script);
    chmodSync(path, 0o755);
    const beside = `${path.replace(/\.sh$/, '')}.postman_collection.json`;
    replaceFile(beside, collection);
    print(
      [
        `script    ${path} sends ${shown.length > 0 ? 'what led to the finding' : 'the same'} with curl; credentials come from the environment`,
        `postman   ${beside} does so in Postman, Newman or Bruno`,
      ].join('\n'),
    );
  } else
    print(
      `No script: the embedded mock tenant ends with this run. Start one with "${invocation('mock')}" and set what it prints.`,
    );
  const verdicts = results.map(({ result }) => result.verdict);
  return { code: verdicts.includes('fail') ? 1 : verdicts.every((one) => one === 'pass') ? 0 : 2 };
}

function keyOf({ startedAt, request }: Exchange): string {
  return `${startedAt} ${request.method} ${request.url}`;
}

function afterwards(keeps: boolean, left: number, ids: readonly string[]): string {
  if (keeps)
    return ids.length === 0
      ? 'kept      nothing: nothing was created'
      : `kept      what was created and not deleted since; "${invocation('sweep')}" removes it`;
  return left === 0
    ? 'removed   everything that was created'
    : `left behind  ${plural(left, 'client')}; "${invocation('sweep')}" removes them`;
}
