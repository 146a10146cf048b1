/** Whether this is the compiled suite of the package; else it is the TypeScript of a clone. */
export const PACKAGED = import.meta.url.endsWith('.js');

/** Name of the package and of its executable. */
const EXECUTABLE = 'external-client-conformance';

/**
 * What people type to call a verb, with its arguments, where this suite is installed: an npm script in a clone, the executable
 * of the package elsewhere.
 */
export function invocation(verb: string, args = ''): string {
  const words = PACKAGED
    ? ['npx', EXECUTABLE, verb === 'run' ? '' : verb, args]
    : ['npm run', verb === 'run' ? 'conformance' : verb, args === '' ? '' : `-- ${args}`];
  return words.filter((word) => word !== '').join(' ');
}

/** What repeats a run with these flags, up to the flags that are still to come. */
export function repeatedBy(flags: readonly string[]): string {
  return [PACKAGED ? `npx ${EXECUTABLE}` : 'npm run conformance --', ...flags].join(' ');
}
