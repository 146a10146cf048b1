import { mock } from 'node:test';
import { expect, test } from '@playwright/test';
import { printReport } from '../../reports/terminal/index.ts';
import { Progress } from '../../reports/terminal/progress.ts';
import { requirements } from '../catalogue/index.ts';
import { sampleResult } from './samples/results.ts';

/** A stream that is no terminal, and what was written to it. */
function piped() {
  const written: string[] = [];
  const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
  return { stream, written };
}

test('where there is no terminal, a line every ten seconds says what was done and what is waited for', () => {
  mock.timers.enable({ apis: ['setInterval'] });
  try {
    const { stream, written } = piped();
    const progress = new Progress(stream);
    progress.begin(40);
    progress.advance('answers 201');
    mock.timers.tick(9000);
    expect(written).toEqual([]);
    mock.timers.tick(1000);
    progress.waiting = () => 'waiting for the request budget until 10:41';
    mock.timers.tick(10_000);
    expect(written).toEqual([
      '1 of 40 checks done; now: answers 201\n',
      '1 of 40 checks done; now: answers 201; waiting for the request budget until 10:41\n',
    ]);
    progress.end();
    mock.timers.tick(60_000);
    expect(written).toHaveLength(2);
  } finally {
    mock.timers.reset();
  }
});

for (const quiet of [false, true])
  test(`the last line names the page of the report${quiet ? ', also where little is said' : ''}`, () => {
    const { stream, written } = piped();
    const context = { catalogue: requirements, command: 'x', path: 'out/conformance.json', page: 'out/report.html' };
    printReport(sampleResult(), context, { output: stream, quiet });
    expect(written.join('').trimEnd().split('\n').at(-1)).toBe('report  out/report.html');
  });
