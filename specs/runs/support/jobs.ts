import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from './small-project.ts';

/** A step of a job, as far as a shell is concerned. */
export interface Step {
  readonly name?: string | undefined;
  readonly id?: string;
  readonly run?: string;
  readonly if?: string;
  /** Whether a script goes on after a line that failed. */
  readonly goesOn?: boolean;
}

/** How a job ended: with the code of the step that failed, or 0. */
export interface Job {
  readonly code: number;
  readonly output: string;
}

/**
 * Carries out the steps of a job in a shell, as a runner of GitHub's does: in their order, where their condition holds, until one fails.
 * @param cwd where they are carried out
 */
export async function runSteps(
  steps: readonly Step[],
  env: Readonly<Record<string, string>>,
  cwd = ROOT,
): Promise<Job> {
  const folder = mkdtempSync(join(tmpdir(), 'job-'));
  const outputs: Record<string, string> = {};
  let code = 0;
  let output = '';
  for (const { id, run: script = '', if: condition = 'success()', goesOn = false } of steps) {
    if (script === '' || !holds(condition, outputs, code)) continue;
    const path = join(folder, `${id ?? 'step'}.txt`);
    const shell = ['bash', '--noprofile', '--norc', ...(goesOn ? [] : ['-e']), '-c', script];
    const ended = await run(shell, { cwd, env: { ...env, GITHUB_OUTPUT: path, RUNNER_TEMP: folder } });
    output += ended.stdout + ended.stderr;
    if (code === 0) code = ended.code ?? 1;
    if (id !== undefined && existsSync(path))
      for (const [, name = '', value = ''] of readFileSync(path, 'utf8').matchAll(/^(\w+)=(.*)$/gm))
        outputs[`steps.${id}.outputs.${name}`] = value;
  }
  rmSync(folder, { recursive: true });
  return { code, output };
}

/** Whether a condition holds: `always()`, or an output that has a value, where nothing has failed so far. */
function holds(condition: string, outputs: Readonly<Record<string, string>>, code: number): boolean {
  const [, name = '', wanted] = /^([\w.]+) == '(.*)'$/.exec(condition) ?? [];
  if (wanted !== undefined) return code === 0 && (outputs[name] ?? '') === wanted;
  return condition.startsWith('always()') || code === 0;
}
