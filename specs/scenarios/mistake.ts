import type { Departure } from '../../fixtures/api/calls.ts';

/** One mistake of a caller: a request that is right in all respects but one. */
export interface Mistake {
  readonly kind: string;
  /** Whether a tenant may well take it for good input: then only a failure and an effect are judged. */
  readonly arguable?: boolean;
  /** The ordinary body with one member changed. */
  readonly change?: Readonly<Record<string, unknown>>;
  /** The same, where the change is made from the ordinary body. */
  readonly alter?: (ordinary: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Member left out of the ordinary body. */
  readonly without?: string;
  /** What is sent instead of the ordinary body, made from its text. */
  readonly rewrite?: (json: string) => string;
  readonly departure?: Departure;
  /** The id in the path instead of a valid one; made from the subject's own, which must not be hit. */
  readonly id?: string | ((own: string) => string);
}
