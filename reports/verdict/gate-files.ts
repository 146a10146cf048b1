import { requirements } from '../../specs/catalogue/index.ts';
import { readStoredResult, UnusableFile } from '../publish/stored.ts';
import { contradictedBy, readProfile } from './profiles.ts';
import type { ConformanceResult, ProfileResult } from './result.ts';
import { unknownRequirement } from './selection.ts';
import { readWaivers, type Waiver } from './waivers.ts';

/** What gates a run beside its own verdict. */
export interface GateFiles {
  readonly waivers: readonly Waiver[];
  readonly baseline?: ConformanceResult;
  readonly profile?: ProfileResult;
  /** One sentence per file or entry that cannot be used. */
  readonly problems: readonly string[];
}

/**
 * Reads the files of waivers, baseline and profile, where they are given.
 * @param files their paths, of a profile also its name; `only` are the requirements that are asked for by name
 * @param known ids of the catalogue
 */
export function readGateFiles(
  files: {
    readonly waivers?: string;
    readonly baseline?: string;
    readonly profile?: string;
    readonly only?: readonly string[];
    /** Requirements whose warnings are to count. */
    readonly failOnIds?: readonly string[];
  },
  known: readonly string[] = Object.keys(requirements),
): GateFiles {
  const { waivers, problems } =
    files.waivers === undefined ? { waivers: [], problems: [] } : readWaivers(files.waivers, known);
  const read = files.profile === undefined ? { problems: [] } : readProfile(files.profile);
  const { profile } = read;
  const found: GateFiles = {
    waivers,
    ...(profile !== undefined && { profile }),
    problems: [
      ...problems,
      ...read.problems,
      ...(files.failOnIds ?? [])
        .filter((id) => !known.includes(id))
        .map((id) => `CONFORMANCE_FAIL_ON: ${unknownRequirement(id, known)}`),
      ...(profile === undefined ? [] : contradictedBy(profile, files.only ?? [])),
    ],
  };
  if (files.baseline === undefined) return found;
  try {
    return { ...found, baseline: readStoredResult(files.baseline) };
  } catch (error) {
    if (!(error instanceof UnusableFile)) throw error;
    return { ...found, problems: [...found.problems, error.message] };
  }
}
