import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { adjacentClients } from './scenarios/adjacent-clients.ts';
import {
  afterDeletion,
  clientDeletion,
  deletedClient,
  documentedDelete,
  generatedSecretAfterDeletion,
  unknownDelete,
  unusedSecretAfterDeletion,
} from './scenarios/deletion.ts';
import { endInCapitals, publicEnd, publicEnded } from './scenarios/lifecycle.ts';
import { namesakeTouched } from './scenarios/namesakes.ts';
import { deletionNamingOther } from './scenarios/naming-others.ts';
import { newsOfChanges } from './scenarios/news.ts';
import { ownCreation, ownManagement } from './scenarios/own-management.ts';

test.describe('Delete external clients', () => {
  test(
    'answers 204',
    covers('DELETE-01'),
    given(clientDeletion, ({ answer }) => expect(answer).toHaveStatus(204)),
  );

  test(
    'answers without a body',
    covers('DELETE-02'),
    given(deletedClient, ({ answer }) => expect(answer).toHaveNoBody()),
  );

  test(
    'answers without the value of a secret a second time',
    covers('DELETE-02'),
    given(afterDeletion, ({ second, client }) => expect(second).toHideSecrets([client.secret])),
  );

  test(
    'answers without the value of a secret',
    covers('DELETE-02'),
    given(deletedClient, ({ answer, client, newer }) => expect(answer).toHideSecrets([client.secret, newer?.value])),
  );

  test(
    'makes the client unreadable',
    covers('DELETE-03'),
    given(deletedClient, ({ detail, client, sequence }) => expect(detail).toShowNoMore(client.id, sequence)),
  );

  test(
    'takes the client off the list',
    covers('DELETE-04'),
    given(deletedClient, ({ list, client, others }) => expect(list).toNotHold(client.id, others.list)),
  );

  test(
    'tells who asks for a new list alone',
    covers('DELETE-04'),
    given(newsOfChanges, ({ deletionInList }) => expect(deletionInList).toTellNews()),
  );

  test(
    'leaves every other client alone',
    covers('DELETE-05'),
    given(deletedClient, (deleted) => expect(deleted).toDisturbNobody()),
  );

  test(
    'leaves the clients beside it alone',
    covers('DELETE-05'),
    given(adjacentClients, ({ harms }) => expect(harms.delete).toHold()),
  );

  test(
    'is harmless a second time',
    covers('DELETE-06'),
    given(afterDeletion, ({ second }) => expect(second).toBeRefusedOrDone()),
  );

  test(
    'ends the first secret',
    covers('DELETE-07'),
    given(deletedClient, ({ firstSecret }) => expect(firstSecret).toBeTurnedAway()),
  );

  test(
    'ends the first secret, in whatever letters the id is written',
    covers('DELETE-07'),
    given(deletedClient, ({ firstInCapitals }) => expect(firstInCapitals).toBeTurnedAway()),
  );

  test(
    'ends a generated secret',
    covers('DELETE-07'),
    given(generatedSecretAfterDeletion, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'is harmless for an unknown client',
    covers('DELETE-08'),
    given(unknownDelete, (told) => {
      expect(told.answer).toBeRefusedOrDone();
      expect(told).toDisturbNobody();
    }),
  );

  test(
    'cannot be undone by an update',
    covers('DELETE-09'),
    given(afterDeletion, ({ update, detail, id }) => {
      expect(update).toBeRefused();
      expect(detail).toShowNoMore(id);
    }),
  );

  test(
    'cannot be undone by a new secret',
    covers('DELETE-09'),
    given(afterDeletion, ({ generate }) => expect(generate).toBeRefused()),
  );

  test(
    'accepts the documented header and body',
    covers('DELETE-10'),
    given(documentedDelete, ({ answer, detail, id }) => {
      expect(answer).toSucceed();
      expect(detail).toShowNoMore(id);
    }),
  );

  test(
    'ends the secret of a client that was never used',
    covers('DELETE-07'),
    given(unusedSecretAfterDeletion, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'answers 204 for a public client',
    covers('DELETE-11'),
    given(publicEnd, ({ answer }) => expect(answer).toHaveStatus(204)),
  );

  test(
    'removes a public client',
    covers('DELETE-11'),
    given(publicEnded, ({ detail, list, id }) => {
      expect(detail).toShowNoMore(id);
      expect(list).toNotHold(id);
    }),
  );

  test(
    'leaves the secret of another client in force when a public one goes',
    covers('DELETE-05'),
    given(publicEnd, ({ neighbourUse }) => expect(neighbourUse).toBeAcceptedWhereGiven()),
  );

  test(
    'removes a client whose id is written in capitals',
    covers('DELETE-03'),
    given(endInCapitals, ({ id, detail }) => expect(detail).toShowNoMore(id)),
  );

  test(
    'ends a client that deletes itself',
    covers('DELETE-03'),
    given(ownManagement, ({ id, detail }) => expect(detail).toShowNoMore(id)),
  );

  test(
    'leaves the clients that the deleted one has made',
    covers('DELETE-05'),
    given(ownCreation, ({ name, detail }) => expect(detail).toShow({ name })),
  );

  test('leaves a client alone that its body names', covers('DELETE-05', 'deep'), holds(deletionNamingOther));

  test(
    'leaves a client of the same name alone',
    covers('DELETE-05'),
    given(namesakeTouched, ({ harms }) => expect(harms.delete).toHold()),
  );
});
