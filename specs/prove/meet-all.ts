import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Met, notMet } from './meet.ts';
import type { Guest } from './plan.ts';

/** How many guests a process meets at once: some keep answers back, and the machine would idle meanwhile. */
const AT_ONCE = 6;
/** Milliseconds beyond its limit after which a guest is taken to have stopped its whole process. */
const GRACE_MS = 30_000;

const HOST = fileURLToPath(new URL('host.ts', import.meta.url));

/**
 * Meets all guests, in as many processes as the machine has cores.
 * @param onMet called with each as it is done
 * @returns what came of them, in their order
 */
export async function meetAll(guests: readonly Guest[], onMet: (met: Met) => void): Promise<readonly Met[]> {
  const found = new Map<Guest, Met>();
  const waiting = [...guests];
  const met = (guest: Guest, one: Met): void => {
    found.set(guest, one);
    onMet(one);
  };
  const processes = Math.min(availableParallelism(), Math.ceil(guests.length / AT_ONCE));
  await Promise.all(Array.from({ length: processes }, () => host(waiting, met)));
  return guests.map((guest) => found.get(guest) ?? notMet(guest, 'no process was left to meet it'));
}

/** Lets one process after the other meet guests until none is waiting; where a guest ends its process, the next one goes on. */
async function host(waiting: Guest[], met: (guest: Guest, one: Met) => void): Promise<void> {
  while (waiting.length > 0) {
    const [first, ...others] = await hostInOneProcess(waiting, met);
    // Whichever of them it was: each has a process of its own now.
    for (const guest of first === undefined ? [] : [first, ...others]) {
      const alone = [guest];
      const [again] = await hostInOneProcess(alone, met);
      if (again !== undefined) met(again, notMet(again, 'it ended the process in which it was met'));
    }
  }
}

/** @returns the guests that were there when the process came to its end too early */
function hostInOneProcess(waiting: Guest[], met: (guest: Guest, one: Met) => void): Promise<readonly Guest[]> {
  const child = fork(HOST, {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const present = new Map<string, readonly [guest: Guest, overdue: NodeJS.Timeout]>();
  const invite = (): void => {
    while (present.size < AT_ONCE) {
      const guest = waiting.shift();
      if (guest === undefined) break;
      present.set(nameOf(guest), [guest, setTimeout(() => child.kill('SIGKILL'), guest.limitMs + GRACE_MS)]);
      child.send(guest);
    }
    if (present.size === 0) child.disconnect();
  };
  child.on('message', (message: Met | 'ready') => {
    if (message !== 'ready') {
      const [guest, overdue] = present.get(nameOf(message.guest)) ?? [];
      clearTimeout(overdue);
      present.delete(nameOf(message.guest));
      if (guest !== undefined) met(guest, message);
    }
    invite();
  });
  return ended(child).then(() => {
    for (const [, overdue] of present.values()) clearTimeout(overdue);
    return [...present.values()].map(([guest]) => guest);
  });
}

function nameOf({ kind, id, seed }: Guest): string {
  return `${kind} ${id} ${seed}`;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', () => done());
  });
}
