/**
 * The id of a check: its spec, headings and title.
 * @param path file of the spec below the folder of specs, headings and title, outermost first
 */
export function checkId(path: readonly string[]): string {
  const [file = '', ...titles] = path;
  return [file.replaceAll('\\', '/').replace(/\.spec\.[jt]s$/, ''), ...titles].join(' › ');
}

/** Whether a check looks at everything that a run did: what it finds may have been met by any of its scenarios. */
export function isOfWholeRun(id: string): boolean {
  return /^whole-(run|list) › /.test(id);
}

/** Name of the attachment in which a test leaves what became of its check, as JSON. */
export const OUTCOME = 'outcome';
