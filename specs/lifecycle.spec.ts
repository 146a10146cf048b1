import { OPERATIONS, requirementOf } from '../fixtures/api/names.ts';
import { covers, expect, given, test } from '../fixtures/test.ts';
import { nameReused, scopelessSuccessor } from './scenarios/deletion.ts';

import {
  lifeEnd,
  lifeEnded,
  lifeLater,
  lifeReduced,
  lifeRemoval,
  lifeUpdated,
  publicEnded,
  updateBeforeSecret,
  wholeLife,
} from './scenarios/lifecycle.ts';

import { laterSample } from './scenarios/reading.ts';
import { meetingsOf, sequencesOf } from './scenarios/sequences/explore.ts';

test.describe('A whole life of a client', () => {
  test(
    'takes an update after a secret was generated',
    covers('LIFE-01'),
    given(lifeUpdated, ({ update }) => expect(update).toSucceed()),
  );

  test(
    'keeps a generated secret through an update',
    covers('LIFE-01'),
    given(lifeLater, ({ generatedAfterUpdate }) => expect(generatedAfterUpdate).toBeAccepted()),
  );

  test(
    'takes a new secret after an update',
    covers('LIFE-02'),
    given(lifeLater, ({ later }) => expect(later).toSucceed()),
  );

  test(
    'gives a working secret after an update',
    covers('LIFE-02'),
    given(wholeLife, ({ laterUse }) => expect(laterUse).toBeAccepted()),
  );

  test(
    'keeps the older secrets next to it',
    covers('LIFE-02'),
    given(wholeLife, ({ firstUse, generatedUse, detail, generated, laterSecret }) => {
      expect(firstUse).toBeAccepted();
      expect(generatedUse).toBeAccepted();
      expect(detail).toRecordAll([generated.id, laterSecret.id]);
    }),
  );

  test(
    'keeps the update when a secret is generated',
    covers('GENSECRET-12', 'update'),
    given(updateBeforeSecret, ({ detail, change }) => {
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
      expect(detail).toShowScopes(change.scopes);
    }),
  );

  test(
    'lets a secret be deleted after an update',
    covers('LIFE-03'),
    given(lifeRemoval, ({ removal }) => expect(removal).toSucceed()),
  );

  test(
    'keeps the update when a secret is deleted',
    covers('LIFE-03'),
    given(lifeReduced, ({ detail, change, laterUse, removedUse }) => {
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
      expect(detail).toShowScopes(change.scopes);
      expect(laterUse).toBeAccepted();
      expect(removedUse).toBeTurnedAway();
    }),
  );

  test(
    'lets an updated client be deleted',
    covers('LIFE-04'),
    given(lifeEnd, ({ answer }) => expect(answer).toSucceed()),
  );

  test(
    'ends with the delete, secrets included',
    covers('LIFE-04'),
    given(lifeEnded, ({ detail, list, client, firstUse, laterUse }) => {
      expect(detail).toShowNoMore(client.id);
      expect(list).toNotHold(client.id);
      expect(firstUse).toBeTurnedAway();
      expect(laterUse).toBeTurnedAway();
    }),
  );

  test(
    'never gives the id of a deleted client again',
    covers('CREATE-13'),
    given(laterSample, ({ ids }) => expect(ids).toBeAllDifferent('id')),
  );

  test(
    'makes another client of the name of a deleted one',
    covers('CREATE-13'),
    given(nameReused, ({ oldId, newId, oldSecret }) => {
      expect([oldId, newId]).toBeAllDifferent('id');
      expect(oldSecret).toBeTurnedAway();
    }),
  );

  test(
    'gives a client without scopes none of others',
    covers('CREATE-08', 'deep'),
    given(scopelessSuccessor, ({ answer }) => expect(answer).toShowScopes([])),
  );

  test(
    'gives no secret the id of another one that is there',
    covers('GENSECRET-04'),
    given(laterSample, ({ secretIds }) => expect(secretIds).toBeAllDifferent('secret id')),
  );

  test(
    'is the same for a public client',
    covers('LIFE-05'),
    given(publicEnded, ({ detail, list, id }) => {
      expect(detail).toShowNoMore(id);
      expect(list).toNotHold(id);
    }),
  );
});

test.describe('Any sequence of operations', () => {
  for (const operation of OPERATIONS) {
    test(
      `keeps the promises of ${operation} where unusual states meet`,
      covers(requirementOf(operation, 'Q1')),
      given(meetingsOf(operation), (evidence) => expect(evidence).toHoldInSequence()),
    );
    test(
      `keeps the promises of ${operation}`,
      covers(requirementOf(operation, 'Q1'), 'deep'),
      given(sequencesOf(operation), (evidence) => expect(evidence).toHoldInSequence()),
    );
  }
});
