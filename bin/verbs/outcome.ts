import { UnusableFile } from '../../reports/publish/stored.ts';

/** How a verb ended: the exit code, and one sentence per problem. */
export interface VerbOutcome {
  readonly code: number;
  readonly problems?: readonly string[];
}

export const DONE: VerbOutcome = { code: 0 };

/** Something that the user has to set right. */
export function unusable(...problems: readonly string[]): VerbOutcome {
  return { code: 2, problems };
}

/** Runs a verb; a file that it cannot use ends it with that file's sentence. */
export async function orUnusable(verb: () => VerbOutcome | Promise<VerbOutcome>): Promise<VerbOutcome> {
  try {
    return await verb();
  } catch (error) {
    if (error instanceof UnusableFile) return unusable(error.message);
    throw error;
  }
}

/** Writes text to standard output, ended by a line break. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
