import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { confirm, isCancel, password, text } from '@clack/prompts';
import { parse } from 'dotenv';
import { obstacleTo, organizationBy } from '../../fixtures/preflight/first-look.ts';
import { Reader } from '../../fixtures/preflight/settings-reader.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { doctor } from './doctor.ts';
import { print, unusable, type VerbOutcome } from './outcome.ts';

const FILE = '.env';

/** Where questions are asked and answers typed. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
}

/** Somebody who asked for the questions to end. */
class Cancelled extends Error {}

/**
 * Asks for the settings of a tenant, writes them to `.env` so that the owner alone can read them, and looks at what they lead to.
 * What else an existing `.env` holds is kept, and it is replaced only on request.
 * @returns the outcome of the doctor; code 2 where nothing was written
 */
export async function init(
  terminal: Terminal = { input: process.stdin, output: process.stdout },
): Promise<VerbOutcome> {
  if (terminal.input.isTTY !== true)
    return unusable(
      'init asks questions and needs a terminal; without one, set the TENANT_ variables, or copy .env.example to .env and fill it in.',
    );
  let answers: Readonly<Record<string, string>>;
  try {
    answers = await ask(terminal);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    return unusable(`Nothing was written${existsSync(FILE) ? `; ${FILE} is as it was` : ''}.`);
  }
  const content = settingsFile(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', answers);
  if (content === undefined)
    return unusable(
      `${FILE} cannot hold one of the values, which has both kinds of quotation marks and a #; set that variable in the environment instead.`,
    );
  try {
    writePrivately(FILE, content);
  } catch (error) {
    return unusable(
      `${FILE} cannot be written here (${(error as NodeJS.ErrnoException).code}); go to a folder of your own.`,
    );
  }
  print(`${FILE} is written, and its owner alone can read it. Keep it out of version control.`);
  for (const [name, value] of Object.entries(answers))
    if (process.env[name] && process.env[name] !== value)
      print(`${name} is also set in the environment, to something else, and that wins; unset it.`);
  const outcome = await doctor({});
  if (outcome.code === 0) print(`Ready; next: ${invocation('run')}`);
  return outcome;
}

async function ask(terminal: Terminal): Promise<Readonly<Record<string, string>>> {
  if (existsSync(FILE)) {
    const replace = await answered(
      confirm({ ...terminal, message: `${FILE} exists. Put the new settings into it?`, initialValue: false }),
    );
    if (!replace) throw new Cancelled();
  }
  const plain = async (
    name: string,
    message: string,
    placeholder: string,
    read: Read,
    needed = true,
    initialValue = '',
  ) => {
    const validate = (value = '') => problemOf(name, value, read, needed);
    const asking = text({ ...terminal, message, placeholder, initialValue, validate });
    return [name, ((await answered(asking)) ?? '').trim()] as const;
  };
  const hidden = async (name: string, message: string, read: Read, needed: boolean) => {
    const validate = (value = '') => problemOf(name, value, read, needed);
    return [name, ((await answered(password({ ...terminal, message, validate }))) ?? '').trim()] as const;
  };
  const credential = (name: string) => (reader: Reader) => reader.credential(name);
  const entries: (readonly [string, string])[] = [
    await plain(
      'TENANT_IDENTITY_URL',
      'Identity base of the organization',
      'https://host/organization/identity_',
      (reader) => reader.identityUrl('TENANT_IDENTITY_URL'),
    ),
  ];
  // What not every network needs is asked for where this one does.
  const { TENANT_CA_FILE = '', TENANT_PROXY = '' } = existsSync(FILE) ? parse(readFileSync(FILE, 'utf8')) : {};
  const given = (): Readonly<Record<string, string>> =>
    Object.fromEntries(
      Object.entries({ TENANT_CA_FILE, TENANT_PROXY, ...Object.fromEntries(entries) }).filter(([, one]) => one !== ''),
    );
  let obstacle = await obstacleTo(given());
  if (obstacle !== undefined) {
    const [name, message, placeholder, read]: readonly [string, string, string, Read] = obstacle.sentence.includes(
      'TENANT_CA_FILE',
    )
      ? [
          'TENANT_CA_FILE',
          'Its certificate is signed by an authority that is not known here. File of that authority (PEM)',
          'ca.pem',
          (reader) => reader.certificates('TENANT_CA_FILE'),
        ]
      : [
          'TENANT_PROXY',
          `${obstacle.sentence} Address of a proxy (leave empty if there is none)`,
          'http://proxy.example.com:8080',
          (reader) => reader.proxy('TENANT_PROXY'),
        ];
    entries.push(await plain(name, message, placeholder, read, false));
    obstacle = await obstacleTo(given());
  }
  entries.push(
    await plain(
      'TENANT_CLIENT_ID',
      'Id of a confidential application that holds the scopes',
      '',
      credential('TENANT_CLIENT_ID'),
    ),
    await hidden('TENANT_CLIENT_SECRET', 'Its secret', credential('TENANT_CLIENT_SECRET'), true),
  );
  const organization = obstacle === undefined ? await organizationBy(given()) : undefined;
  entries.push(
    await plain(
      'TENANT_PARTITION_ID',
      organization === undefined
        ? 'partitionGlobalId of the organization'
        : 'partitionGlobalId of the organization, as the token of this application tells',
      'a GUID',
      (reader) => reader.guid('TENANT_PARTITION_ID'),
      true,
      organization,
    ),
  );
  const other = await plain(
    'TENANT_OTHER_PARTITION_ID',
    'A second organization that it must not reach (leave empty if there is none)',
    '',
    (reader) => reader.guid('TENANT_OTHER_PARTITION_ID'),
    false,
  );
  entries.push(other);
  if (other[1] !== '') {
    const [id, secret] = ['TENANT_OTHER_CLIENT_ID', 'TENANT_OTHER_CLIENT_SECRET'] as const;
    const message = 'Id of an application of that second organization (leave empty if there is none)';
    const application = await plain(id, message, '', credential(id), false);
    entries.push(application);
    if (application[1] !== '')
      entries.push(await hidden(secret, 'The secret of that application', credential(secret), true));
  }
  const expired = 'TENANT_EXPIRED_TOKEN';
  const message = 'A token of this tenant that has expired (leave empty if there is none)';
  entries.push(await hidden(expired, message, (reader) => reader.accessToken(expired), false));
  entries.push(['TENANT_WRITES', (await mayWrite(terminal)) ? 'allow' : '']);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

type Read = (reader: Reader) => unknown;

function mayWrite(terminal: Terminal): Promise<boolean> {
  const message = 'May runs create, change and remove clients of their own there? Without that, only reads are judged';
  return answered(confirm({ ...terminal, message, initialValue: false }));
}

/** What is wrong with an answer, by the rules of the settings. */
function problemOf(name: string, value: string, read: Read, needed: boolean): string | undefined {
  const reader = new Reader({ [name]: value });
  if (!reader.has(name)) return needed ? 'It is needed.' : undefined;
  read(reader);
  return reader.problems[0];
}

async function answered<T>(asking: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await asking;
  if (isCancel(answer)) throw new Cancelled();
  return answer as Exclude<T, symbol>;
}

/**
 * The text of a settings file with new values: lines about other variables, and comments, stay.
 * @returns undefined where a value cannot be written so that it is read as it is
 */
export function settingsFile(before: string, answers: Readonly<Record<string, string>>): string | undefined {
  const asked =
    /^TENANT_(?:IDENTITY_URL|(?:OTHER_)?PARTITION_ID|(?:OTHER_)?CLIENT_ID|(?:OTHER_)?CLIENT_SECRET|ACCESS_TOKEN|EXPIRED_TOKEN|WRITES)$/;
  const replaced = (line: string): boolean => {
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1] ?? '';
    return asked.test(name) || name in answers;
  };
  const kept = before.split('\n').filter((line) => !replaced(line));
  const lines = Object.entries(answers).map(([name, value]) => `${name}=${quoted(value)}`);
  const content = `${[...kept.join('\n').trimEnd().split('\n'), ...lines].join('\n').trimStart()}\n`;
  const read = parse(content);
  return Object.entries(answers).every(([name, value]) => read[name] === value) ? content : undefined;
}

/** As every reader of such files takes it, shells among them: plain where it can be, never between backticks, which a shell executes. */
function quoted(value: string): string {
  if (/^[\w.:/@%+,=~-]*$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  // Between double quotes shells would replace some characters; readers of .env files take the plain value.
  return /["$`\\]/.test(value) ? value : `"${value}"`;
}

/** Writes a file in one step, readable by its owner alone from the first moment. */
function writePrivately(path: string, content: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
