import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { readResult } from '../../../reports/publish/files.ts';
import { ROOT, run, test } from '../support/small-project.ts';

const TSX = ['--import', import.meta.resolve('tsx')];
const HERE = join(ROOT, 'specs/runs/second-tenant');

test('a tenant that was written from the page alone is conformant, also to those who look deeper', async ({
  folder,
}) => {
  const tenant = spawn(process.execPath, [...TSX, join(HERE, 'tenant.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const { value: line } = await createInterface(tenant.stdout)[Symbol.asyncIterator]().next();
    const settings = JSON.parse(String(line ?? '{}')) as Record<string, string>;
    const { code, stdout, stderr } = await run(
      [process.execPath, ...TSX, join(ROOT, 'bin/cli.ts'), 'run', '--depth', 'deep'],
      {
        cwd: ROOT,
        env: {
          ...settings,
          TENANT_WRITES: 'allow',
          CONFORMANCE_OUT: join(folder, 'out'),
          CONFORMANCE_JOURNAL: join(folder, 'journal'),
        },
      },
    );
    expect(code, stdout + stderr).toBe(0);
    const result = readResult(join(folder, 'out'));
    expect(result?.verdict).toBe('conformant');
    expect(result?.leftovers).toEqual([]);
    expect(result?.requirements.filter(({ verdict }) => verdict === 'warn')).toEqual([]);
  } finally {
    tenant.kill();
  }
});

test('it shares nothing with the mock tenant, nor with the judge', () => {
  const longEnough = (text: string): readonly string[] =>
    text.split('\n').flatMap((line) => (line.trim().length > 60 ? [line.trim()] : []));
  const mock = join(ROOT, 'fixtures/mock');
  const known = new Set(readdirSync(mock).flatMap((name) => longEnough(readFileSync(join(mock, name), 'utf8'))));
  const text = readFileSync(join(HERE, 'tenant.ts'), 'utf8');
  const imports = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
  expect(imports.filter((from) => from?.startsWith('.'))).toEqual([]);
  expect(longEnough(text).filter((line) => known.has(line))).toEqual([]);
});
