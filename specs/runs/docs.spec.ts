import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import GithubSlugger from 'github-slugger';
import { lexer, type Token, walkTokens } from 'marked';
import { ROOT, run } from './support/small-project.ts';

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** Every token of a page, the inner ones included. */
function tokensOf(page: string): readonly Token[] {
  const all: Token[] = [];
  void walkTokens(lexer(readFileSync(join(ROOT, page), 'utf8')), (token) => {
    all.push(token);
  });
  return all;
}

/** Anchors of a page, as the usual viewers of Markdown make them of its headings. */
function anchorsOf(page: string): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const headings = tokensOf(page).flatMap((token) => (token.type === 'heading' ? [String(token.text)] : []));
  return new Set(headings.map((text) => slugger.slug(text.replaceAll('`', ''))));
}

for (const page of pages) {
  test(`links of ${page} lead somewhere`, () => {
    const links = tokensOf(page).flatMap((token) => (token.type === 'link' ? [String(token.href)] : []));
    const broken = links.filter((href) => {
      if (/^https?:/.test(href)) return false;
      const [path = '', anchor] = href.split('#');
      const target = path === '' ? join(ROOT, page) : resolve(dirname(join(ROOT, page)), path);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(relative(ROOT, target)).has(anchor);
    });
    expect(broken).toEqual([]);
  });
}

test('README and docs link to every page of docs', () => {
  const linked = ['README.md', ...pages].flatMap((page) =>
    tokensOf(page).flatMap((token) =>
      token.type === 'link'
        ? [relative(ROOT, resolve(dirname(join(ROOT, page)), String(token.href).split('#')[0] ?? ''))]
        : [],
    ),
  );
  for (const page of pages.filter((one) => one.startsWith('docs/'))) expect(linked).toContain(page);
});

test('the executable knows every verb and flag that pages tell of', () => {
  const folder = join(ROOT, 'bin/commands');
  const sources = [...readdirSync(folder).map((name) => join(folder, name)), join(ROOT, 'bin/clone-verbs.ts')];
  const commands = sources.map((path) => readFileSync(path, 'utf8')).join('\n');
  const verbs = new Set([...commands.matchAll(/\.command\('([a-z]+)'/g)].map(([, name]) => name));
  verbs.add('completion');
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  // Flags of Playwright, which a run hands on.
  const handedOn = new Set(['--reporter']);
  let told = 0;
  for (const page of pages) {
    const text = readFileSync(join(ROOT, page), 'utf8');
    for (const [line, verb, rest = ''] of text.matchAll(/npx external-client-conformance(?: ([a-z]+))?([^\n#`]*)/g)) {
      told += 1;
      if (verb !== undefined) expect(verbs, `${page}: ${line}`).toContain(verb);
      for (const [flag] of rest.matchAll(/--[a-z][a-z-]*/g))
        if (!handedOn.has(flag)) expect(commands, `${page}: ${line}`).toMatch(new RegExp(`'${flag}[ ']`));
    }
    for (const [line, script = ''] of text.matchAll(/npm run (?:--silent )?([a-z:]+)/g))
      expect(Object.keys(scripts), `${page}: ${line}`).toContain(script);
  }
  expect(told).toBeGreaterThan(20);
});

test('generated pages are those that the catalogue makes', async () => {
  const docs = [process.execPath, '--import', import.meta.resolve('tsx'), join(ROOT, 'bin/docs.ts')];
  const { code, stderr } = await run([...docs, '--check'], { cwd: ROOT });
  expect(code, stderr).toBe(0);
});
