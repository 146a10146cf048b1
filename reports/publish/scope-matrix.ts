import { OPERATIONS } from '../../schemas/openapi/operations.ts';
import { groupBy } from '../verdict/group.ts';
import type { Check } from '../verdict/result.ts';

/** What was seen of one operation with one scope alone. What is wrong is not what the document says. */
export type ScopeCell = 'allowed' | 'refused' | 'wrongly allowed' | 'wrongly refused' | 'not verified';

export interface ScopeMatrix {
  readonly scopes: readonly string[];
  readonly rows: readonly { readonly operation: string; readonly cells: ReadonlyMap<string, ScopeCell> }[];
}

const NO_SCOPE = 'no scope';
/** Scenarios that try an operation with one scope alone, or with none. */
const WITH_SCOPE = /^withScope\((\w+) · (\S+)\)$/;
const WITHOUT_SCOPE = /^withoutScope\((\w+)\)$/;

/** Operations by scopes, from the checks that try one scope alone. */
export function scopeMatrix(checks: readonly Check[]): ScopeMatrix {
  const tried = checks.flatMap((check) => {
    const [scenario = ''] = check.scenarios;
    const [, operation, scope = NO_SCOPE] = WITH_SCOPE.exec(scenario) ?? WITHOUT_SCOPE.exec(scenario) ?? [];
    return operation === undefined ? [] : [{ operation, scope, cell: cellOf(check, isDocumented(operation, scope)) }];
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

function isDocumented(operation: string, scope: string): boolean {
  return OPERATIONS.some(({ id, scopes }) => id === operation && scopes.some((one) => one === scope));
}

function cellOf({ status }: Check, allows: boolean): ScopeCell {
  if (status === 'skip') return 'not verified';
  if (status === 'fail') return allows ? 'wrongly refused' : 'wrongly allowed';
  return allows ? 'allowed' : 'refused';
}
