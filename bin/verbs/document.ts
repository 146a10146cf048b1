import { coverage, formatCoverage, isComplete } from '../../schemas/document/coverage.ts';
import { loadInventory } from '../../schemas/document/inventory.ts';
import { buildOpenApi, type OpenApiOptions, writeOpenApi } from '../../schemas/openapi/openapi.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { notTestable } from '../../specs/catalogue/not-testable.ts';
import { DONE, print, unusable, type VerbOutcome } from './outcome.ts';

/** Writes the OpenAPI document to a file, or to standard output. */
export async function openApi(file: string | undefined, flags: { readonly server?: string }): Promise<VerbOutcome> {
  const server = flags.server?.replace(/\/+$/, '');
  if (server !== undefined && !/^https?:\/\/[^/?#]+[^?#]*$/.test(server)) {
    return unusable('--server is not a URL; set it to the identity base, such as https://host/organization/identity_.');
  }
  const options: OpenApiOptions = server === undefined ? {} : { identityUrl: server };
  if (file === undefined) {
    print(JSON.stringify(buildOpenApi(options), null, 2));
    return DONE;
  }
  try {
    writeOpenApi(file, options);
  } catch (error) {
    return unusable(
      `${file} cannot be written (${(error as NodeJS.ErrnoException).code}); name a file in a folder that exists.`,
    );
  }
  return DONE;
}

/** Prints who answers for each passage of the document; code 1 when a passage is left over. */
export async function coverageMap(flags: { readonly json?: boolean }): Promise<VerbOutcome> {
  const map = coverage(requirements, loadInventory(), notTestable);
  print(flags.json === true ? JSON.stringify(map, null, 2) : formatCoverage(map));
  return { code: isComplete(map) ? 0 : 1 };
}
