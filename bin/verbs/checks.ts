import { allChecks } from '../../fixtures/judge.ts';

/** The checks that verify a requirement: headings and title from the outermost, then the spec and the scenarios, as in `(create.spec.ts: creation)`. */
export async function checksOf(id: string): Promise<readonly string[]> {
  const checks = (await allChecks()).filter(({ requirement }) => requirement === id);
  return checks.map(
    ({ path: [file = '', ...headings], title, scenarios }) =>
      `${[...headings, title].join(' > ')} (${file}: ${scenarios.map(({ scenario }) => scenario).join(', ')})`,
  );
}
