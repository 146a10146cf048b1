import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, outFolder, SettingsError } from '../../fixtures/preflight/settings.ts';
import { overviewPage } from '../../reports/page/overview.ts';
import { readResult, removeStaleResults, replaceFile } from '../../reports/publish/files.ts';
import { UnusableFile } from '../../reports/publish/stored.ts';
import { environmentFor, readMatrix } from '../../reports/publish/tenants.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';
import { ownCommandLine } from './processes.ts';

/**
 * Judges several tenants one after the other, each into a folder of its own, and writes a page over all of them.
 * @param rest flags for every run
 * @returns 1 where any gate failed, else 2 where any run could not tell, else 0
 */
export async function matrix(file: string, rest: readonly string[]): Promise<VerbOutcome> {
  try {
    loadSettings();
    const out = outFolder(process.env);
    // All of them before the first request: half a matrix tells nobody anything.
    const runs = readMatrix(file).map(({ name, ...tenant }) => ({
      name,
      out: join(out, name),
      env: environmentFor({ name, ...tenant }, process.env, join(out, name)),
    }));
    const codes: number[] = [];
    for (const run of runs) {
      removeStaleResults(run.out);
      codes.push(await judge(rest, run.env));
    }
    mkdirSync(out, { recursive: true });
    const page = join(out, 'overview.html');
    replaceFile(page, overviewPage(runs.map((run) => ({ name: run.name, result: readResult(run.out) }))));
    print(runs.map(({ name, out: folder }) => `${name}: ${readResult(folder)?.headline ?? 'no result'}`).join('\n'));
    print(`overview  ${page}`);
    return { code: codes.includes(1) ? 1 : codes.some((code) => code !== 0) ? 2 : 0 };
  } catch (error) {
    if (error instanceof UnusableFile) return unusable(error.message);
    if (error instanceof SettingsError) return unusable(...error.problems);
    throw error;
  }
}

function judge(rest: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(process.execPath, [...ownCommandLine(), 'run', ...rest], { stdio: 'inherit', env });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done(code ?? 2));
  });
}
