import { requirements } from '../specs/requirements/index.ts';
import { readStoredResult, UnusableFile } from './stored.ts';
import { readWaivers } from './waivers.ts';

const KNOWN = Object.keys(requirements);

/** Ids of the requirements that a file of waivers names. */
export function waivedIds(file: string | undefined): readonly string[] {
  return file === undefined ? [] : readWaivers(file, KNOWN).waivers.map(({ requirement }) => requirement);
}

/**
 * What keeps the files of waivers and baseline from being used, before anything is sent to a tenant.
 */
export function gateFileProblems(files: { readonly waivers?: string; readonly baseline?: string }): readonly string[] {
  const problems = files.waivers === undefined ? [] : [...readWaivers(files.waivers, KNOWN).problems];
  try {
    if (files.baseline !== undefined) readStoredResult(files.baseline);
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    problems.push(error.message);
  }
  return problems;
}
