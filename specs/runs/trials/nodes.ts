import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResult } from '../../../reports/publish/files.ts';
import { Installation, pack } from '../support/package.ts';
import { run } from '../support/small-project.ts';

/** What became of the package under one version of Node.js. */
interface UnderNode {
  readonly node: string;
  readonly code: number | null;
  readonly verdict: string | undefined;
  readonly seconds: number;
  /** What it said, where it was not conformant. */
  readonly said?: string;
}

/** What trying the package under several versions of Node.js found. */
export interface NodesTrial {
  readonly versions: readonly UnderNode[];
}

/** The oldest version that `engines` allows, and each later line that is kept. */
export const NODES = ['20.19', '22', '24', '26'] as const;

/** Installs the packed tarball in empty folders and judges the mock tenant there, each time under another Node.js of the npm package `node`. */
export async function nodesTrial(wanted: readonly string[]): Promise<NodesTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-nodes-'));
  try {
    const { path } = await pack(folder);
    const versions: UnderNode[] = [];
    for (const version of wanted) versions.push(await under(version, path, join(folder, `node-${version}`)));
    return { versions };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function under(version: string, tarball: string, folder: string): Promise<UnderNode> {
  const binary = await nodeOf(version, join(`${folder}-binary`));
  const installed = await Installation.of(tarball, folder);
  const told = await run([binary, '--version'], { cwd: folder });
  const begun = performance.now();
  const { code, stdout, stderr } = await run([binary, installed.command], { cwd: folder });
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const verdict = readResult(join(folder, 'reports/out'))?.verdict;
  const said = `${stdout}${stderr}`.slice(-4000);
  return { node: told.stdout.trim(), code, verdict, seconds, ...(verdict !== 'conformant' && { said }) };
}

/** The binary of a version, from the npm package `node`. */
async function nodeOf(version: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `node@${version}`];
  const { code, stdout, stderr } = await run(install, { cwd: folder });
  if (code !== 0) throw new Error(`Node.js ${version} could not be installed:\n${stdout}${stderr}`);
  return join(folder, 'node_modules/node/bin/node');
}
