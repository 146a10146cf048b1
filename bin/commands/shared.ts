import { type Command, InvalidArgumentError } from 'commander';
import { invocation } from '../../reports/terminal/invocation.ts';
import type { VerbOutcome } from '../verbs/outcome.ts';

/** Ends the process with a code and, on standard error, one sentence per problem. */
export function finish(outcome: VerbOutcome): void {
  for (const problem of outcome.problems ?? []) process.stderr.write(`${problem}\n`);
  process.exitCode = outcome.code;
}

/** Examples at the end of a verb's help, as they are typed where the suite is installed. */
export function examples(verb: string, ...lines: readonly (readonly [args: string, what: string])[]): string {
  const calls = lines.map(([args, what]) => [invocation(verb, args), what] as const);
  const width = Math.max(...calls.map(([call]) => call.length));
  return `\nExamples:\n${calls.map(([call, what]) => `  $ ${call.padEnd(width)}   ${what}`).join('\n')}\n`;
}

/** Gives a verb the flags that say where its settings come from. */
export function settingsOptions(command: Command): Command {
  return command
    .option('--environment <name>', 'one of the environments of the settings file')
    .option('--settings <file>', 'settings file; without it external-client.config.json, where there is one')
    .option('--env-file <file>', 'file of variables instead of .env');
}

/** A parser of whole numbers for an option. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** Collects the values of an option that may be given several times, or as a comma-separated list. */
export function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, ...value.split(',').map((part) => part.trim())];
}

/** What commander says about wrong usage, as one sentence that says where to look. */
export function sentence(text: string, program: Command): string {
  const [what = '', near] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const meant = /\(Did you mean (.+)\?\)/.exec(near ?? '')?.[1];
  const [word] = program.args;
  const verb = program.commands.find((one) => one.name() === word)?.name() ?? 'run';
  const plain = `${what.charAt(0).toUpperCase()}${what.slice(1).replace(/\.$/, '')}`;
  return meant === undefined
    ? `${plain}; "${invocation(verb, '--help')}" shows what there is.\n`
    : `${plain}; did you mean ${meant}?\n`;
}
