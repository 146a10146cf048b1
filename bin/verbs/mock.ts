import { type Choice, choices, MockProblem, switchesInWords } from '../mock/alterations.ts';
import { announced, inWords } from '../mock/announce.ts';
import { type RunningMock, startMock } from '../mock/start.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

export interface MockFlags {
  readonly port: number;
  readonly host: string;
  readonly origin?: string;
  readonly persona: readonly string[];
  readonly fault: readonly string[];
  /** Milliseconds. */
  readonly latency: number;
  readonly seedFile?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

/** Starts the mock tenant, prints how to reach it, and serves until the process is told to end. */
export async function mock(flags: MockFlags): Promise<VerbOutcome> {
  if (flags.list === true) return list(flags.json === true);
  const { port, host, persona, fault, latency, seedFile } = flags;
  const origin = flags.origin?.replace(/\/+$/, '');
  if (origin !== undefined && !/^https?:\/\/[^/?#@]+$/.test(origin))
    return unusable('--origin is not an origin; name scheme, host and port, such as http://mock:8085.');
  let running: RunningMock;
  try {
    running = await startMock({
      port,
      host,
      personas: persona,
      faults: fault,
      latencyMs: latency,
      ...(origin !== undefined && { origin }),
      ...(seedFile !== undefined && { seedFile }),
    });
  } catch (error) {
    if (error instanceof MockProblem) return unusable(...error.sentences);
    throw error;
  }
  // Before anybody can know that it runs.
  const told = toldToEnd();
  const announcement = announced(running);
  print(
    flags.json === true ? JSON.stringify(announcement) : inWords(announcement, switchesInWords(running.switches())),
  );
  await told;
  await running.close();
  return DONE;
}

async function list(json: boolean): Promise<VerbOutcome> {
  const [personas, faults] = [await choices('personas'), await choices('faults')];
  if (json) print(JSON.stringify({ personas, faults }, null, 2));
  else print([...section('Personas', personas), '', ...section('Faults', faults)].join('\n'));
  return DONE;
}

function section(title: string, entries: readonly Choice[]): readonly string[] {
  const width = Math.max(...entries.map(({ id }) => id.length));
  return [`${title} (${entries.length})`, ...entries.map(({ id, sentence }) => `  ${id.padEnd(width)}  ${sentence}`)];
}

function toldToEnd(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done());
  });
}
