import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, ROOT, run } from './small-project.ts';

/** What a packed tarball holds, as npm tells it. */
export interface Packed {
  readonly path: string;
  /** Bytes of all files, unpacked. */
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

async function npm(args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(['npm', ...args], { cwd });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Builds the package and packs it into a folder. */
export async function pack(folder: string): Promise<Packed> {
  // The build writes to standard output as well.
  const told = await npm(['pack', '--json', '--pack-destination', folder], ROOT);
  const listed = JSON.parse(told.slice(told.search(/^[[{]/m))) as
    | [Packed & { filename: string }]
    | Readonly<Record<string, Packed & { filename: string }>>;
  const [entry] = Object.values(listed);
  if (entry === undefined) throw new Error(`npm pack told of no package:\n${told}`);
  return { path: join(folder, entry.filename), unpackedSize: entry.unpackedSize, files: entry.files };
}

/** A folder in which nothing but the tarball was installed, as a user of the package would. */
export class Installation {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @param folder made, and must not have been there */
  static async of(tarball: string, folder: string): Promise<Installation> {
    if (existsSync(folder)) throw new Error(`${folder} is not new.`);
    mkdirSync(folder, { recursive: true });
    // Else npm would install into a project further up.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await npm(['install', '--prefer-offline', '--no-audit', '--no-fund', tarball], folder);
    return new Installation(folder);
  }

  /** Where the package itself lies. */
  get home(): string {
    return join(this.folder, 'node_modules/external-client-conformance');
  }

  /** Calls the executable, without the second that npx takes to find it. */
  call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return run([process.execPath, this.command, ...args], { cwd: this.folder, env });
  }

  /** Calls the executable as people do. */
  npx(args: readonly string[]): Promise<Ended> {
    return run(['npx', '--no-install', 'external-client-conformance', ...args], { cwd: this.folder });
  }

  /** What Node.js is given to start the executable. */
  get command(): string {
    return join(this.home, 'bin/external-client-conformance.js');
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }
}
