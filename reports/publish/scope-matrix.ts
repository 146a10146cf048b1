import { groupBy } from '../verdict/group.ts';
import type { Check } from '../verdict/result.ts';

/** What was seen of one operation with one scope alone. What is wrong is not what the document says. */
export type ScopeCell = 'allowed' | 'refused' | 'wrongly allowed' | 'wrongly refused' | 'not verified';

export interface ScopeMatrix {
  readonly scopes: readonly string[];
  readonly rows: readonly { readonly operation: string; readonly cells: ReadonlyMap<string, ScopeCell> }[];
}

const NO_SCOPE = 'no scope';
const PREFIX = /^Scopes of (\w+)$/;

/** Operations by scopes, from the checks that try one scope alone. */
export function scopeMatrix(checks: readonly Check[]): ScopeMatrix {
  const tried = checks.flatMap((check) => {
    const operation = check.path.map((part) => PREFIX.exec(part)?.[1]).find((name) => name !== undefined);
    const told = /^(allows|refuses) (?:(\S+) alone|a token without any scope)$/.exec(check.title);
    return operation === undefined || told === null
      ? []
      : [{ operation, scope: told[2] ?? NO_SCOPE, cell: cellOf(check, told[1] === 'allows') }];
  });
  const names = [...new Set(tried.map(({ scope }) => scope))].sort();
  return {
    scopes: names.includes(NO_SCOPE) ? [...names.filter((name) => name !== NO_SCOPE), NO_SCOPE] : names,
    rows: [...groupBy(tried, ({ operation }) => operation)].map(([operation, group]) => ({
      operation,
      cells: new Map(group.map(({ scope, cell }) => [scope, cell])),
    })),
  };
}

function cellOf({ status }: Check, allows: boolean): ScopeCell {
  if (status === 'skip') return 'not verified';
  if (status === 'fail') return allows ? 'wrongly refused' : 'wrongly allowed';
  return allows ? 'allowed' : 'refused';
}
