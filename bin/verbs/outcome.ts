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

/** Writes text to standard output, ended by a line break. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
