import { isObject, text } from '../../fixtures/shown/clients.ts';
import type { Answer } from '../../fixtures/wire/answer.ts';

/**
 * Sends several requests at the same time and waits for all of them, so that none is still under way when a story is told anew.
 * @throws what the first of them threw
 */
export async function together<T>(sent: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(sent);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

/** A secret that was generated while other requests were under way. */
export interface Rival {
  readonly clientId: string;
  readonly id: string;
  readonly value: string;
}

/** Reads the secret of an answer without counting it into the sample of the run: what meets others is judged here alone. */
export function rivalOf(clientId: string, answer: Answer): readonly Rival[] {
  const { id, secret } = answer.ok && isObject(answer.json) ? answer.json : {};
  const value = text(secret);
  return value === undefined || (typeof id !== 'number' && typeof id !== 'string')
    ? []
    : [{ clientId, id: String(id), value }];
}
