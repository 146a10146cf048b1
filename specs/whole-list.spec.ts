import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { anyList, completeList, createdValues, lastingValues, lastList } from './scenarios/crowded-list.ts';
import {
  finalRemoval,
  readAtTheEnd,
  secretsAfterRemoval,
  undescribedGone,
  undescribedRemoval,
} from './scenarios/end-of-run.ts';
import {
  allSecretValues,
  bareAgain,
  bareSecretInUse,
  bareUpdate,
  earlierDeletions,
  endedSecrets,
  lastEffects,
  lastingSecrets,
  scopelessUnchanged,
  scopesGivenBack,
  scopesTakenAway,
  unusualRewrites,
  wrongAtTheEnd,
} from './scenarios/later.ts';
import { deletedRedirectAtTheEnd, redirectsAtTheEnd } from './scenarios/later-redirects.ts';
import { listedDetails } from './scenarios/listed-details.ts';
import { duplicates, neverThere } from './scenarios/made-by-creates.ts';
import { onlyExpiredListed } from './scenarios/only-expired.ts';
import { emptiedListed } from './scenarios/rewriting.ts';
import { rotationAtLimit } from './scenarios/rotation.ts';
import { refilledDetail } from './scenarios/secret-deletions.ts';
import { signsOfSecrets } from './scenarios/secret-quality.ts';
import { emptiedAtTheEnd } from './scenarios/secrets-of-unusual.ts';

// The last file in the order of names: when it is reached, as many clients exist as a run ever makes.
test.describe('List all external clients', () => {
  test(
    'answers 200, whatever clients there are',
    covers('LIST-01'),
    given(lastList, (list) => expect(list).toHaveStatus(200)),
  );

  test(
    'does not end after some number of clients',
    covers('LIST-07'),
    given(completeList, ({ list, end }) => expect(list).toHaveNoEnd(end)),
  );

  test(
    'leaves out no client',
    covers('LIST-07'),
    given(completeList, ({ list, ids }) => expect(list).toHoldAll(ids)),
  );

  test(
    'leaves out no client that can be read',
    covers('LIST-07'),
    given(completeList, ({ list, own }) => expect(list).toHoldAll(own)),
  );

  test(
    'agrees with the last detail of every client on resources and secrets',
    covers('LIST-09'),
    given(listedDetails, (all) => {
      for (const { list, detail } of all) expect(list).toAgreeWithDetail(detail);
    }),
  );

  test('shows every client as it was created, where nobody updated it', covers('CREATE-15'), holds(createdValues));

  test('shows what the last update of every client gave', covers('UPDATE-13'), holds(lastEffects));

  test('shows every client as it was last given', covers('LIFE-06'), holds(lastingValues));

  test(
    'meets no detail that is another one from read to read',
    covers('LIFE-06'),
    given(listedDetails, (all) => {
      for (const { detail, other = detail } of all) expect(other).toShowTheSame(detail);
    }),
  );

  test(
    'holds each id once',
    covers('LIST-08'),
    given(anyList, (list) => expect(list).toHoldEachIdOnce()),
  );

  test(
    'holds a client whose only secret has expired',
    covers('LIST-04', 'generateSecret'),
    given(onlyExpiredListed, ({ list, id }) => expect(list).toHoldOnce(id)),
  );
});

test.describe('Generate a new client secret', () => {
  test(
    'answers 200 for a client without scopes and redirect URI',
    covers('GENSECRET-01'),
    given(bareUpdate, ({ generation }) => expect(generation).toHaveStatus(200)),
  );

  test(
    'gives a client without scopes a secret that is accepted when it has one',
    covers('GENSECRET-07'),
    given(bareSecretInUse, (use) => expect(use).toBeAccepted()),
  );

  test(
    'gives another secret to a client that had as many as allowed, when one was deleted',
    covers('GENSECRET-07', 'deleteSecret'),
    given(rotationAtLimit, (answer) => expect(answer).toHaveStatus(200)),
  );

  test(
    'never repeats a value in a whole run',
    covers('GENSECRET-04'),
    given(allSecretValues, (evidence) => expect(evidence).toBeAllDifferent('value')),
  );
});

test.describe('Create a new external client', () => {
  test('makes every client that it answers', covers('CREATE-05'), holds(neverThere));

  test(
    'makes no client but the one that it answers',
    covers('CREATE-13'),
    given(duplicates, (evidence) => expect(evidence).toHoldNoDuplicate()),
  );

  test(
    'accepts secrets whatever signs they hold',
    covers('CREATE-10'),
    given(signsOfSecrets, (evidence) => expect(evidence).toTellNoSign()),
  );
});

test.describe('Delete a client secret', () => {
  test('leaves a client there that has no secret any more', covers('DELSECRET-09'), holds(emptiedAtTheEnd));

  test(
    'brings no secret back by the end of the run',
    covers('LIFE-08'),
    given(endedSecrets, (uses) => {
      for (const { use } of uses) expect(use).toBeTurnedAway();
    }),
  );

  test(
    'gives a wrong secret no token, also after others have ended',
    covers('TOKEN-01'),
    given(wrongAtTheEnd, (uses) => {
      for (const [what, use] of uses) expect(use, what).toBeTurnedAway();
    }),
  );

  test(
    'leaves no record that a later update or secret brings back',
    covers('LIFE-08'),
    given(refilledDetail, ({ detail, deleted }) => {
      for (const id of deleted) expect(detail).toNotRecordSecret(id);
    }),
  );

  test(
    'keeps all other secrets in force to the end of the run',
    covers('LIFE-07'),
    given(lastingSecrets, (uses) => {
      for (const { clientId, use } of uses) expect(use, `a secret of client ${clientId}`).toBeAccepted();
    }),
  );
});

test.describe('Update an external client', () => {
  test('gives scopes to a client that had none', covers('UPDATE-15'), holds(scopesGivenBack));

  test(
    'keeps names that look like something else, and redirect URIs of applications',
    covers('UPDATE-18'),
    given(unusualRewrites, ({ bolds, parts }) => {
      for (const { what, answer } of bolds) expect(answer, what).toBeDoneOrRefused();
      for (const { what, sent, answer } of [...bolds, ...parts])
        expect(answer, what).toShowNothingBut({
          ...(sent.name !== undefined && { name: sent.name }),
          ...(sent.redirectUri != null && { redirectUri: sent.redirectUri }),
        });
    }),
  );

  test(
    'takes away all scopes of a client, or refuses to',
    covers('UPDATE-05'),
    given(bareAgain, ({ done }) => expect(done.answer, 'no scopes').toBeDoneOrRefused()),
  );

  test(
    'lists no redirect URI of a client whose redirect URI was taken away',
    covers('LIST-05', 'update'),
    given(emptiedListed, ({ list, id }) => expect(list).toListWith(id, { redirectUri: null })),
  );

  test('takes the last scope away', covers('UPDATE-15'), holds(scopesTakenAway));

  test(
    'gives no scopes to clients but the one that is updated',
    covers('UPDATE-09', 'deep'),
    holds(scopelessUnchanged),
  );
});

test.describe('Delete external clients', () => {
  test(
    'brings nobody back by the end of the run',
    covers('DELETE-04'),
    given(earlierDeletions, ({ list, ids }) => {
      for (const id of ids) expect(list).toNotHold(id);
    }),
  );

  test('brings nobody back whom anybody could read', covers('DELETE-03'), holds(readAtTheEnd));

  test(
    'answers 204 for clients of every kind',
    covers('DELETE-01'),
    given(finalRemoval, ({ refused }) => expect(refused.confidential).toHold()),
  );

  test(
    'answers 204 for each public client',
    covers('DELETE-11'),
    given(finalRemoval, ({ refused }) => expect(refused.public).toHold()),
  );

  test(
    'removes clients that are being updated',
    covers('RACE-10'),
    given(finalRemoval, ({ updated }) => expect(updated).toHold()),
  );

  test(
    'ends many secrets of a client',
    covers('DELETE-07'),
    given(secretsAfterRemoval, (uses) => {
      for (const use of uses) expect(use).toBeTurnedAway();
    }),
  );

  test(
    'leaves no client of any kind to be read',
    covers('DELETE-03'),
    given(finalRemoval, ({ read }) => expect(read).toHold()),
  );

  test(
    'removes clients of every kind',
    covers('DELETE-04'),
    given(finalRemoval, ({ answers, list, ids }) => {
      for (const answer of answers) expect(answer).toBeRefusedOrDone();
      for (const id of ids) expect(list).toNotHold(id);
    }),
  );
});

test.describe('Delete a secret', () => {
  test(
    'answers 204 for the only one of a client',
    covers('DELSECRET-01'),
    given(undescribedRemoval, ({ removal }) => expect(removal).toHaveStatus(204)),
  );

  test(
    'takes the only one of a client off the record',
    covers('DELSECRET-03'),
    given(undescribedGone, ({ detail, secretId }) => expect(detail).toNotRecordSecret(secretId)),
  );

  test(
    'ends the only one of a client, which has no description',
    covers('DELSECRET-04'),
    given(undescribedGone, ({ use }) => expect(use).toBeTurnedAway()),
  );
});

test.describe('The authorization endpoint', () => {
  test(
    'goes on taking the redirect URI of a client',
    covers('AUTHORIZE-09'),
    given(redirectsAtTheEnd, ({ own }) => expect(own, own.uri).toBeTakenForRegistered()),
  );

  test(
    'takes no redirect URI of a deleted client at a later time',
    covers('DELETE-12'),
    given(deletedRedirectAtTheEnd, (gone) => expect(gone, gone.uri).toSendNobodyThere()),
  );
});
