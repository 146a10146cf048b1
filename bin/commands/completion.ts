import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

type Values = (complete: (value: string, description: string) => void) => void;

/**
 * Completion in the shell: the verb that prints the script, and the hidden one that the script asks. Comes after all other verbs.
 * @param words words on the command line; values are looked up only where they are asked for
 */
export async function addCompletion(program: Command, words: readonly string[]): Promise<void> {
  program.commandsGroup('Use it with ease:').helpCommand('help [command]', 'show how a verb is used');
  const root = tab(program, { completionCommandName: 'completion' });
  program.commands
    .find((verb) => verb.name() === 'completion')
    ?.description('print a script that completes verbs, flags and ids in the shell')
    .addHelpText(
      'after',
      [
        '',
        'It completes the command external-client-conformance, so that has to be on the path (npm install --global, or node_modules/.bin).',
        '',
        'Examples:',
        '  $ source <(external-client-conformance completion bash)    in ~/.bashrc',
        '  $ source <(external-client-conformance completion zsh)     in ~/.zshrc',
        '  $ external-client-conformance completion fish | source     in ~/.config/fish/config.fish',
        '',
      ].join('\n'),
    );
  if (words[0] !== 'complete') return;
  const values = await valuesOf();
  for (const [verb, flags] of Object.entries(values)) {
    const command = root.commands.get(verb);
    for (const [name, handler] of Object.entries(flags)) {
      const option = command?.options.get(name);
      if (option !== undefined) option.handler = handler;
      else if (command?.arguments.has(name)) command.argument(name, handler);
      // Flags of the default verb are typed without it.
      if (verb === 'run') root.option(name, option?.description ?? '', handler);
    }
  }
}

/** What flags and arguments take, by verb. */
async function valuesOf(): Promise<Readonly<Record<string, Readonly<Record<string, Values>>>>> {
  const [{ requirements }, { observedReadings, settledReadings }, { personas }, { allFaults }] = await Promise.all([
    import('../../specs/catalogue/index.ts'),
    import('../../specs/catalogue/observed-readings.ts'),
    import('../../fixtures/variants/personas/index.ts'),
    import('../../fixtures/variants/faults/index.ts'),
  ]);
  const from =
    (entries: readonly (readonly [value: string, description: string])[]): Values =>
    (complete) => {
      for (const [value, description] of entries) complete(value, description);
    };
  const ids = Object.entries(requirements).map(([id, { statement }]) => [id, statement] as const);
  const operations = from(
    [...new Set(Object.values(requirements).map(({ operation }) => operation))].map((one) => [one, '']),
  );
  const levels = from([
    ['must', 'the document says so, or it follows'],
    ['should', 'a standard or a security practice says so'],
    ['may', 'reported only'],
  ]);
  const readings = [
    ...Object.entries(observedReadings).map(([id, { question }]) => [id, question] as const),
    ...Object.entries(settledReadings).map(([id, { contradiction }]) => [id, contradiction] as const),
  ];
  const faults = from(allFaults().map(({ id, sentence }) => [id, sentence]));
  return {
    run: {
      only: from(ids),
      operation: operations,
      level: levels,
      'fail-on': from([
        ['must', ''],
        ['should', ''],
        ['unverified', ''],
      ]),
      depth: from([
        ['default', ''],
        ['deep', ''],
      ]),
    },
    list: { operation: operations, level: levels },
    explain: { id: from([...ids, ...readings]) },
    mock: { persona: from(Object.values(personas).map(({ id, sentence }) => [id, sentence])), fault: faults },
    prove: { only: faults },
  };
}
