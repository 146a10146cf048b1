/** One request with one thing wrong, and the ids that it must not hit. */

import type { Departure } from '../../../fixtures/api/requests.ts';
import type { Session } from '../../../fixtures/session/session.ts';
import { idsIn, secretIds, shownClients, unescaped } from '../../../fixtures/shown/clients.ts';
import type { Answer } from '../../../fixtures/wire/answer.ts';
import { SENT_ANYWAY } from '../../../fixtures/wire/options.ts';
import type { DocumentedOperation } from '../../catalogue/everywhere.ts';
import type { Subject } from '../subjects.ts';
import type { KnownIds, Variation } from './variation.ts';

/** Ids that a request must not hit: those that the run knows, other than the one it is made from, and what begins like others' ids. */
export function knownIds(session: Session): KnownIds {
  const { transport, preExisting, ledger } = session;
  const { givenIds, givenSecretIds } = ledger;
  const lists = transport.answers.filter(({ ok, request }) => ok && request.operation === 'list');
  const latest = lists.at(-1);
  const shown = shownClients(latest);
  const secrets = shown.flatMap((client) => secretIds(client) ?? []);
  // Where lists are summaries, nobody knows the secrets of others.
  const showsSecrets = shown.some((client) => (secretIds(client) ?? []).length > 0);
  const ownSecrets = new Set(givenSecretIds);
  const clients = lists.flatMap((list) => idsIn(list));
  return {
    nameOf: (id) => [id, ...session.ledger.kept()].map((one) => session.ledger.given.get(one)?.name).find(Boolean),
    isTaken: (id) => {
      const isNumber = /^\d+$/.test(id);
      // Whoever reads digits as a number reads 017 as 17.
      const sought = isNumber ? String(BigInt(id)) : id.toLowerCase();
      const ofOthers = [
        ...clients.filter((one) => !givenIds.includes(one)),
        ...secrets.filter((one) => !ownSecrets.has(one)),
      ];
      return (
        (isNumber && !showsSecrets) ||
        preExisting.ownsClient(sought) ||
        preExisting.ownsSecret(sought) ||
        givenIds.includes(sought) ||
        ownSecrets.has(sought) ||
        ofOthers.some((one) => one.startsWith(sought))
      );
    },
  };
}

/**
 * One request with one thing wrong, to be sent. The body is the ordinary one but for that.
 * @returns undefined where it cannot be made from this subject
 */
export function prepare(
  session: Session,
  operation: DocumentedOperation,
  variation: Variation,
  subject: Subject | undefined,
  names: string[],
  known: KnownIds,
): (() => Promise<Answer>) | undefined {
  const own = (operation === 'deleteSecret' ? subject?.secret?.id : subject?.client.id) ?? '1';
  const kin = operation === 'deleteSecret' ? subject?.client.id : subject?.secret?.id;
  const ids: KnownIds = { ...known, ...(kin !== undefined && { kin }) };
  const id = variation.id === undefined ? own : variation.id(own, ids);
  if (id === undefined) return;
  const ordinary: Record<string, unknown> = ordinaryBody(session, operation, subject);
  // The body of an update repeats the id of its path.
  const repeats = variation.id !== undefined && ordinary.clientId !== undefined && operation === 'update';
  const good = repeats ? { ...ordinary, clientId: unescaped(id) } : ordinary;
  const altered = variation.alter?.(good, ids) ?? good;
  if (operation === 'generateSecret' && variation.meansOwn !== undefined && altered.clientId === undefined) return;
  if (typeof altered.name === 'string') names.push(altered.name);
  const json = JSON.stringify(altered);
  const marked: Departure = {
    ...variation.departure,
    ...(variation.partition && { partitionId: variation.partition(session.options.partitionId) }),
  };
  const departure: Departure = {
    rawBody: variation.rewrite?.(json) ?? json,
    contentType: 'application/json',
    ...marked,
  };
  const { api } = session;
  const asked = { ...session.asking({}), name: nameIn(altered, good) };
  const send: Record<DocumentedOperation, () => Promise<Answer>> = {
    list: () => api.list(marked),
    get: () => api.get(id, marked),
    create: async () => (await session.create(asked, departure)).answer,
    update: () => api.update(id, {}, departure),
    delete: () => api.delete(id, marked),
    generateSecret: () => api.generateSecret(id, {}, departure, SENT_ANYWAY),
    deleteSecret: () => api.deleteSecret(id, marked),
  };
  return send[operation];
}

/** The name under which a create goes on the record: the one that it sends, where that is ours. */
function nameIn(sent: Readonly<Record<string, unknown>>, good: Readonly<Record<string, unknown>>): string {
  return typeof sent.name === 'string' && sent.name.trim() !== '' ? sent.name : String(good.name);
}

function ordinaryBody(
  session: Session,
  operation: DocumentedOperation,
  subject: Subject | undefined,
): Record<string, unknown> {
  const partitionGlobalId = session.api.target.partitionId;
  const certificates = session.api.target.certificates ? { clientCertificates: [] } : {};
  if (operation === 'create') return { partitionGlobalId, ...session.asking({}), ...certificates };
  if (operation === 'update') {
    const { isConfidential: _, ...replaced } = session.asking({});
    return {
      ...(session.api.target.idsInUpdate && { partitionGlobalId, clientId: subject?.client.id }),
      ...replaced,
      ...certificates,
    };
  }
  return { clientId: subject?.client.id, partitionGlobalId, ...session.askingSecret() };
}
