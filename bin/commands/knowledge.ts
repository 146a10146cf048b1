import type { Command } from 'commander';
import { collect, examples, finish } from './shared.ts';

/** Verbs that tell what is demanded and why; they need no tenant. */
export function addKnowledgeVerbs(program: Command): void {
  program.commandsGroup('Know what is demanded:');
  program
    .command('list')
    .description('list the requirements')
    .option('--operation <names>', 'of these operations only', collect, [])
    .option('--level <levels>', 'of these levels only', collect, [])
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('list', ['--operation create', 'what creating a client has to keep'], ['--json', 'for scripts']),
    )
    .action(async (flags: { operation: string[]; level: string[]; json?: boolean }) => {
      finish((await import('../verbs/catalogue.ts')).list(flags));
    });
  program
    .command('explain')
    .description('explain one requirement: statement, source, why it matters, how it is checked, what proves it')
    .argument('<id>', 'id of the requirement, or of a reading')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('explain', ['CREATE-07', ''], ['K13', 'a reading of the document']))
    .action(async (id: string, flags: { json?: boolean }) => {
      finish(await (await import('../verbs/explain.ts')).explain(id, flags));
    });
  program
    .command('openapi')
    .description('write the OpenAPI 3.1 document of the API')
    .argument('[file]', 'file to write; standard output without it')
    .option('--server <url>', 'identity base of one tenant instead of the templates')
    .addHelpText('after', examples('openapi', ['openapi.json', 'into a file']))
    .action(async (file: string | undefined, flags: { server?: string }) => {
      finish(await (await import('../verbs/document.ts')).openApi(file, flags));
    });
  program
    .command('coverage')
    .description('show which requirement verifies which passage of the document, and what nothing can verify')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit code 1 when a passage is neither verified nor listed as not testable.\n${examples('coverage', ['', 'passage by passage'], ['--json', 'for scripts'])}`,
    )
    .action(async (flags: { json?: boolean }) => {
      finish(await (await import('../verbs/document.ts')).coverageMap(flags));
    });
  program
    .command('drift')
    .description('compare a page of the documentation with the catalogue: what changed, which requirements it concerns')
    .argument('<file>', 'the page in its Markdown form, or - for standard input')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit code 0 without drift, 1 when the contract has changed, 2 for a file that cannot be used. See docs/drift.md.\n${examples(
        'drift',
        ['external-client.md', 'a page that was downloaded'],
        ['page.md --json', 'for scripts'],
      )}`,
    )
    .action(async (file: string, flags: { json?: boolean }) => {
      finish(await (await import('../verbs/drift.ts')).drift(file, flags));
    });
  program
    .command('profiles')
    .description('list the profiles, or show what one leaves out and why')
    .argument('[profile]', 'name of a profile, or the file of one of your own')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `\nExit code 2 for a file that cannot be used. See docs/profiles.md.\n${examples(
        'profiles',
        ['', 'what there is'],
        ['minimal', 'what it leaves out'],
        ['our-server.yaml', 'whether a file of your own is in order'],
      )}`,
    )
    .action(async (profile: string | undefined, flags: { json?: boolean }) => {
      finish((await import('../verbs/profiles.ts')).profiles(profile, flags));
    });
}
