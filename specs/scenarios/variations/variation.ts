import type { Departure } from '../../../fixtures/api/requests.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';

/** Which runs send a variation: every one, or deep ones alone. */
export type Depth = 'default' | 'deep';

type Body = Readonly<Record<string, unknown>>;

/** What is known of ids, for variations that are made from one. */
export interface KnownIds {
  /** Whether an id is, or may be, that of something else; or the beginning of what others own. */
  readonly isTaken: (id: string) => boolean;
  /** The name of a client of this run by its id, or of another one where that is not known; undefined where there is none. */
  readonly nameOf: (id: string) => string | undefined;
  /** The id of the secret of the client that the request is about, or of the client of its secret; undefined where there is none. */
  readonly kin?: string;
}

/**
 * A request that differs from a valid one in exactly one respect. Whatever it is, it must not make the tenant fail, must have no effect
 * where it is refused, and the refusal must show nothing that is nobody's business; most of them ought to be refused.
 */
export interface Variation {
  /** What is wrong, as a plain phrase; unique among those of an operation. */
  readonly kind: string;
  /** The operations that it fits, and which runs send it there. */
  readonly in: Partial<Readonly<Record<DocumentedOperation, Depth>>>;
  /** Whether a tenant may well take it for good input: then it need not be refused. */
  readonly arguable?: boolean;
  /** The ordinary body, altered. */
  readonly alter?: (ordinary: Body, known: KnownIds) => Body;
  /** What is sent instead of the ordinary body, made from its text. */
  readonly rewrite?: (json: string) => string;
  readonly departure?: Departure;
  /** What stands for the organization in the path, made from its id. */
  readonly partition?: (own: string) => string;
  /** The id in the path instead of a valid one, made from the subject's own; undefined: it cannot be made without touching something else. */
  readonly id?: (own: string, known: KnownIds) => string | undefined;
  /**
   * Whether it may stand for the thing whose id it was made from: `never` for what is cut off or altered, `hardly` for what frameworks
   * make of a path, such as parameters behind a semicolon. Undefined for another spelling of the same id, or where there is none.
   */
  readonly meansOwn?: 'never' | 'hardly';
  /** Whether a tenant may end the connection instead of an answer (RFC 9110, 15.5.14). */
  readonly mayClose?: boolean;
}
