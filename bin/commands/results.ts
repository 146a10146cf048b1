import type { Command } from 'commander';
import type { WaiveFlags } from '../verbs/waive.ts';
import { examples, finish } from './shared.ts';

/** Verbs on the results of runs. */
export function addResultVerbs(program: Command): void {
  program.commandsGroup('Use its result:');
  program
    .command('open')
    .description('open the report page of a run in the browser')
    .argument('[what]', 'folder of results, page, or id of a requirement; without it, the report of the last run')
    .addHelpText('after', examples('open', ['', 'the last run'], ['CREATE-07', 'at this requirement']))
    .action(async (what: string | undefined) => {
      finish(await (await import('../verbs/open.ts')).open(what));
    });
  program
    .command('diff')
    .description('tell in what a later result differs from an earlier one')
    .argument('<earlier>', 'conformance.json of the earlier run')
    .argument('<later>', 'conformance.json of the later run')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit code 1 when something fails anew or in another way, or is no longer verified.\n${examples('diff', ['yesterday/conformance.json reports/out/conformance.json', 'what changed since'])}`,
    )
    .action(async (earlier: string, later: string, flags: { json?: boolean }) => {
      finish(await (await import('../verbs/diff.ts')).diff(earlier, later, flags));
    });
  program
    .command('waive')
    .description('write a waiver for a failure that the last run has seen')
    .argument('<id>', 'id of the requirement that fails')
    .option('--owner <name>', 'who answers for it')
    .option('--ticket <id>', 'where it is followed up')
    .option('--reason <text>', 'why it is accepted for now')
    .option('--expires <day>', 'last day, such as 2027-01-31')
    .option('--file <file>', 'file of waivers', 'waivers.yml')
    .option('--result <file>', 'conformance.json that has the failure; without it, that of the last run')
    .addHelpText(
      'after',
      `\nOn a terminal it asks for what no flag says.\n${examples('waive', ['DELETE-07', 'asks for owner, ticket, reason and last day'], ['DELETE-07 --owner me --ticket ID-1 --reason "fix is on its way" --expires 2027-01-31', 'in a script'])}`,
    )
    .action(async (id: string, flags: WaiveFlags) => {
      finish(await (await import('../verbs/waive.ts')).waive(id, flags));
    });
  program
    .command('rejudge')
    .description('derive the result of a run again from its evidence, offline')
    .argument('<evidence>', 'evidence.json of the run')
    .option('--out <folder>', 'folder to write conformance.json to')
    .option('--waivers <file>', 'failures that are accepted for now')
    .option('--baseline <file>', 'an earlier result; what fails there as well does not fail the gate')
    .option('--json', 'the result, as JSON')
    .addHelpText(
      'after',
      `\nExit codes are those of a run.\n${examples('rejudge', ['reports/out/evidence.json', 'the same verdict, without the tenant'])}`,
    )
    .action(async (evidence: string, flags: { out?: string; waivers?: string; baseline?: string; json?: boolean }) => {
      finish(await (await import('../verbs/rejudge.ts')).rejudge(evidence, flags));
    });
  program
    .command('statement')
    .description('write the conformance statement on a result, as JSON and as a page')
    .argument('[result]', 'conformance.json; without it, that of the last run')
    .option('--out <folder>', 'folder to write to; without it, the one for results')
    .option('--key <file>', 'private key (PEM or JWK) to sign it with')
    .option('--json', 'what was written, as JSON')
    .addHelpText(
      'after',
      examples('statement', ['', 'on the last run'], ['--key private.pem', 'also writes statement.jws']),
    )
    .action(async (result: string | undefined, flags: { out?: string; key?: string; json?: boolean }) => {
      finish(await (await import('../verbs/statement.ts')).statement(result, flags));
    });
  program
    .command('verify')
    .description('recompute a conformance statement offline')
    .argument('<statement>', 'statement.json or statement.jws')
    .option('--result <file>', 'the conformance.json that it was made of')
    .option('--evidence <file>', 'the evidence.json of its run, from which the verdict is derived again')
    .option('--key <file>', 'public key (PEM or JWK) that it must be signed with')
    .option('--json', 'what it holds for, as JSON')
    .addHelpText(
      'after',
      `\nExit code 2 when anything was omitted or altered.\n${examples('verify', ['reports/out/statement.json --result reports/out/conformance.json', 'against its result'], ['statement.jws --key public.pem', 'a signed one'])}`,
    )
    .action(async (statement: string, flags: { result?: string; evidence?: string; key?: string; json?: boolean }) => {
      finish(await (await import('../verbs/statement.ts')).verify(statement, flags));
    });
}
