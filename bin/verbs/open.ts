import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadSettings, outFolder } from '../../fixtures/preflight/settings.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { isRequirementId } from '../../specs/catalogue/index.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Programs that open a file as its owner is used to, by platform. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens the report page of a run in the browser, and prints where it is.
 * @param what a folder of results, a page, or the id of a requirement in the report of the last run; undefined: that report
 */
export async function open(what: string | undefined): Promise<VerbOutcome> {
  loadSettings();
  const id = what?.toUpperCase();
  const isRequirement = id !== undefined && isRequirementId(id);
  const path = pageOf(what === undefined || isRequirement ? outFolder(process.env) : what);
  if (path === undefined)
    return unusable(
      `${what === undefined || isRequirement ? outFolder(process.env) : what} holds no report page; name a folder of results, or run "${invocation('run')}" first.`,
    );
  const url = `${pathToFileURL(path).href}${isRequirement ? `#${id}` : ''}`;
  const isShown = await show(url);
  print(isShown ? url : `${url}\nNo browser could be started here; open that address yourself.`);
  return DONE;
}

function pageOf(place: string): string | undefined {
  const path = resolve(place);
  if (!existsSync(path)) return undefined;
  if (statSync(path).isFile()) return path.endsWith('.html') ? path : undefined;
  return ['report.html', 'overview.html', 'proof.html'].map((name) => join(path, name)).find((one) => existsSync(one));
}

/** Whether a program was there that took it. */
function show(url: string): Promise<boolean> {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  return new Promise((done) => {
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
    // Some openers stay as long as the browser does.
    setTimeout(() => {
      child.unref();
      done(true);
    }, 2000).unref();
  });
}
