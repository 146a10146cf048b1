import { Command, type CommanderError } from 'commander';
import { identity } from '../reports/publish/files.ts';
import { PACKAGED } from '../reports/terminal/invocation.ts';
import { addCompletion } from './commands/completion.ts';
import { addJudgingVerbs } from './commands/judge.ts';
import { addKnowledgeVerbs } from './commands/knowledge.ts';
import { addMockVerb } from './commands/mock.ts';
import { addResultVerbs } from './commands/results.ts';
import { sentence } from './commands/shared.ts';

/**
 * The command line with all of its verbs.
 * @param words words on the command line, without what starts it
 */
export async function programFor(words: readonly string[]): Promise<Command> {
  const program = new Command('external-client-conformance');
  program
    .description('Judges a tenant of the External Client API by its published document.')
    .version(identity().suite.version)
    // Commander ends with 1, which here means that a tenant is not conformant.
    .exitOverride((error: CommanderError) => process.exit(error.exitCode === 0 ? 0 : 2))
    .configureOutput({ outputError: (text, write) => write(sentence(text, program)) })
    .addHelpText(
      'after',
      '\nEvery verb knows --help, with examples. Exit codes: 0 conformant, 1 non-conformant, 2 inconclusive or not usable.',
    );
  addJudgingVerbs(program);
  addResultVerbs(program);
  addKnowledgeVerbs(program);
  addMockVerb(program);
  if (!PACKAGED) (await import('./clone-verbs.ts')).addCloneVerbs(program);
  await addCompletion(program, words);
  return program;
}
