import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isMapping } from '../verdict/user-files.ts';
import { UnusableFile } from './stored.ts';

/** One tenant of a matrix file. */
export interface MatrixTenant {
  /** Names its folder for results. */
  readonly name: string;
  /** `TENANT_` variables and their values, none of which is a credential, and `CONFORMANCE_PROFILE`. */
  readonly settings: Readonly<Record<string, string>>;
  /** `TENANT_` variables and the names of the variables of the environment that hold their values. */
  readonly from: Readonly<Record<string, string>>;
}

const VARIABLE = /^TENANT_[A-Z_]+$/;
/** Tenants of one matrix may be of different kinds. */
const SETTING = /^(?:TENANT_[A-Z_]+|CONFORMANCE_PROFILE)$/;
const CREDENTIALS = [
  'TENANT_CLIENT_SECRET',
  'TENANT_OTHER_CLIENT_SECRET',
  'TENANT_ACCESS_TOKEN',
  'TENANT_EXPIRED_TOKEN',
];

/**
 * Reads a matrix file: `tenants`, each with `name`, `settings` and `from`.
 * @throws UnusableFile with one sentence
 */
export function readMatrix(path: string): readonly MatrixTenant[] {
  const refuse = (what: string): never => {
    throw new UnusableFile(`${path} ${what}.`);
  };
  const list = listIn(path);
  if (list === undefined) return refuse('does not hold a list named "tenants"; write "tenants:" and the entries below');
  const tenants = list.map((entry: unknown, index): MatrixTenant => {
    const { name, settings = {}, from = {} } = isMapping(entry) ? entry : {};
    if (typeof name !== 'string' || !/^[\w-]{1,60}$/.test(name))
      return refuse(`gives tenant ${index + 1} no name of letters, digits and hyphens; add one`);
    if (!isVariables(settings, SETTING) || !isVariables(from, VARIABLE))
      return refuse(
        `holds something else than TENANT_ variables, CONFORMANCE_PROFILE and texts for ${name}; write them below "settings" and "from"`,
      );
    const shown = CREDENTIALS.find((variable) => variable in settings);
    if (shown !== undefined)
      return refuse(
        `holds ${shown} of ${name} itself; name below "from" the variable of the environment that holds it`,
      );
    return { name, settings, from };
  });
  const names = tenants.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? tenants : refuse(`names two tenants ${twice}; give each a name of its own`);
}

function listIn(path: string): readonly unknown[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableFile(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}); name a matrix file.`);
  }
  try {
    const content = parse(text, { maxAliasCount: 0, prettyErrors: false, logLevel: 'error' }) as unknown;
    return isMapping(content) && Array.isArray(content.tenants) && content.tenants.length > 0
      ? content.tenants
      : undefined;
  } catch {
    throw new UnusableFile(`${path} is not YAML; correct it, or name a matrix file.`);
  }
}

function isVariables(value: unknown, names: RegExp): value is Record<string, string> {
  return (
    isMapping(value) && Object.entries(value).every(([name, text]) => names.test(name) && typeof text === 'string')
  );
}

/**
 * The environment for the run of one tenant: nothing of any other tenant is in it.
 * @throws UnusableFile when a variable that holds a value is not set
 */
export function environmentFor(tenant: MatrixTenant, env: NodeJS.ProcessEnv, out: string): NodeJS.ProcessEnv {
  const named = Object.entries(tenant.from).map(([variable, source]) => {
    const value = env[source];
    if (!value) throw new UnusableFile(`${source} is not set, from which ${tenant.name} takes ${variable}; set it.`);
    return [variable, value] as const;
  });
  // Blank stands for not set, and keeps a .env file from filling in.
  const others = Object.keys(env).filter((name) => name.startsWith('TENANT_'));
  const blank = Object.fromEntries([...KNOWN, ...others].map((name) => [name, '']));
  return { ...env, ...blank, ...tenant.settings, ...Object.fromEntries(named), CONFORMANCE_OUT: out };
}

const KNOWN = [
  'TENANT_IDENTITY_URL',
  'TENANT_PARTITION_ID',
  'TENANT_CLIENT_ID',
  'TENANT_CLIENT_SECRET',
  'TENANT_TOKEN_URL',
  'TENANT_ACCESS_TOKEN',
  'TENANT_EXPIRED_TOKEN',
  'TENANT_OTHER_PARTITION_ID',
  'TENANT_OTHER_IDENTITY_URL',
  'TENANT_OTHER_CLIENT_ID',
  'TENANT_OTHER_CLIENT_SECRET',
  'TENANT_OTHER_TOKEN_URL',
  'TENANT_CA_FILE',
  'TENANT_PROXY',
  'TENANT_WRITES',
];
