import { type ChildProcess, spawn } from 'node:child_process';
import { test as base } from '@playwright/test';
import { CLI, ROOT } from './small-project.ts';

/** The verb `mock` in a process of its own. */
export interface MockProcess {
  readonly child: ChildProcess;
  /** What it has printed once it was ready, or until it ended. */
  readonly stdout: string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

/** A test that starts mocks, which end with it. */
export const mockCommand = base.extend<{ start: (args: readonly string[]) => Promise<MockProcess> }>({
  start: async ({}, use) => {
    const children: ChildProcess[] = [];
    await use(async (args) => {
      const [node, ...cli] = CLI;
      const child = spawn(node, [...cli, 'mock', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
      children.push(child);
      let stdout = '';
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      const ended: MockProcess['ended'] = new Promise((done) => {
        child.on('close', (code, signal) => done({ code, signal, stderr }));
      });
      const ready = new Promise<void>((done) => {
        child.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString();
          // The last line that it prints: for people, and as JSON. A list ends with the process.
          if (/\ncurl -s -H .*\n$/.test(stdout) || /^\{"identityUrl".*\}\n$/.test(stdout)) done();
        });
      });
      await Promise.race([ready, ended]);
      return { child, ended, stdout };
    });
    for (const child of children) child.kill('SIGKILL');
  },
});
