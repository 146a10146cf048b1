import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { adjacentClients } from './scenarios/adjacent-clients.ts';
import { expiredSecretDeletion } from './scenarios/expired-deletions.ts';
import { publicUpdate, publicUpdated } from './scenarios/lifecycle.ts';
import { namesakeTouched } from './scenarios/namesakes.ts';
import { updatesInOtherTypes } from './scenarios/naming-others.ts';
import { scopesByTwos, scopesByTwosInTokens } from './scenarios/rescoping.ts';
import {
  emptied,
  emptiedOf,
  lastPartTaken,
  namelessUpdates,
  partsLeftOut,
  refilledScopes,
  sentBack,
  sentBackTaken,
} from './scenarios/rewriting.ts';
import { refilledClient } from './scenarios/secret-deletions.ts';
import { updatedWithMany } from './scenarios/unusual-secrets.ts';
import {
  longNameKept,
  retyped,
  unknownUpdate,
  unusualUpdate,
  updateToNone,
  updateWithoutSecrets,
} from './scenarios/unusual-updates.ts';
import {
  clientUpdate,
  crossedUpdate,
  dropped,
  droppedByDefault,
  repeatedUpdate,
  repetition,
  rescoped,
  secondUpdate,
  seenByOther,
  shortened,
  updatedClient,
} from './scenarios/updating.ts';

test.describe('Update an external client', () => {
  test(
    'answers 200',
    covers('UPDATE-01'),
    given(clientUpdate, ({ answer }) => expect(answer).toHaveStatus(200)),
  );

  test(
    'answers nothing, or documented members',
    covers('UPDATE-02'),
    given(updatedClient, ({ answer }) => expect(answer).toConformUnlessEmpty('update')),
  );

  test(
    'labels its answer as JSON, unless it is empty',
    covers('UPDATE-02'),
    given(updatedClient, ({ answer }) => expect(answer).toBeJsonUnlessEmpty()),
  );

  test(
    'replaces the name',
    covers('UPDATE-03'),
    given(updatedClient, (updated) => expect(updated).toShowSomewhere({ name: updated.change.name })),
  );

  test(
    'replaces the redirect URI',
    covers('UPDATE-04'),
    given(updatedClient, (updated) => expect(updated).toShowSomewhere({ redirectUri: updated.change.redirectUri })),
  );

  test(
    'replaces the scopes',
    covers('UPDATE-05'),
    given(updatedClient, ({ detail, change, stored }) => expect(detail).toHaveScopesStored(change, stored)),
  );

  test(
    'keeps the id',
    covers('UPDATE-06'),
    given(updatedClient, ({ detail, client }) => expect(detail).toShow({ id: client.id })),
  );

  test(
    'leaves no copy under another id',
    covers('UPDATE-06'),
    given(updatedClient, ({ list, change }) => expect(list).toHoldName(change.name, 1)),
  );

  test(
    'keeps the confidentiality',
    covers('UPDATE-07'),
    given(updatedClient, (updated) => expect(updated).toShowSomewhere({ isConfidential: true })),
  );

  test(
    'keeps the records of the secrets',
    covers('UPDATE-08'),
    given(updatedClient, ({ detail, before }) => expect(detail).toKeepSecretsOf(before)),
  );

  test(
    'keeps the first secret in force',
    covers('UPDATE-08'),
    given(updatedClient, ({ firstSecret }) => expect(firstSecret).toBeAccepted()),
  );

  test(
    'touches no older client',
    covers('UPDATE-09'),
    given(updatedClient, (updated) => expect(updated).toDisturbNobody()),
  );

  test(
    'touches no client beside it',
    covers('UPDATE-09'),
    given(adjacentClients, ({ harms }) => expect(harms.update).toHold()),
  );

  test(
    'leaves a client of the same name alone',
    covers('UPDATE-09'),
    given(namesakeTouched, ({ harms }) => expect(harms.update).toHold()),
  );

  test(
    'answers with the new state',
    covers('UPDATE-10'),
    given(updatedClient, ({ answer, client, change }) => {
      expect(answer).toShowNothingBut({
        id: client.id,
        name: change.name,
        redirectUri: change.redirectUri,
        isConfidential: true,
      });
      expect(answer).toShowNoOtherScopesThan(change.scopes.map((scope) => scope.name));
    }),
  );

  test(
    'refuses an unknown client',
    covers('UPDATE-11'),
    given(unknownUpdate, ({ answer }) => expect(answer).toBeRefused()),
  );

  test(
    'makes no client out of an unknown id',
    covers('UPDATE-11'),
    given(unknownUpdate, ({ list, id, name }) => {
      expect(list).toNotHold(id);
      expect(list).toHoldName(name, 0);
    }),
  );

  test(
    'hides the values of secrets',
    covers('UPDATE-12'),
    given(updatedClient, ({ answer, client, newer }) => expect(answer).toHideSecrets([client.secret, newer?.value])),
  );

  test(
    'is shown by every read that follows',
    covers('LIFE-06'),
    given(updatedClient, ({ later, detail }) => expect(later).toShowTheSame(detail)),
  );

  test(
    'answers 200 a second time',
    covers('UPDATE-13'),
    given(secondUpdate, ({ answer }) => expect(answer, 'an update that keeps the name').toHaveStatus(200)),
  );

  test(
    'takes effect a second time',
    covers('UPDATE-13'),
    given(repeatedUpdate, ({ detail, change, stored }) => {
      expect(detail).toBeStoredAsAsked(change, stored);
      expect(detail).toHaveScopesStored(change, stored);
    }),
  );

  test(
    'takes effect a third time',
    covers('UPDATE-13'),
    given(repeatedUpdate, (repeated) => {
      const { third, detailThird, thirdChange, last } = repeated;
      expect(third).toHaveStatus(200);
      expect(last).toHaveStatus(200);
      expect(detailThird).toShow({ name: thirdChange.name, redirectUri: thirdChange.redirectUri });
      expect(detailThird).toShowScopes(thirdChange.scopes);
    }),
  );

  test(
    'takes effect once more with the body of the first one',
    covers('UPDATE-13'),
    given(repeatedUpdate, ({ detailLast, lastChange }) => {
      expect(detailLast).toShow({ name: lastChange.name, redirectUri: lastChange.redirectUri });
    }),
  );

  test(
    'is seen by who comes with another token as well',
    covers('LIFE-06'),
    given(seenByOther, ({ detail, change }) =>
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri }),
    ),
  );

  test(
    'takes effect where the new values are the beginning of the old ones',
    covers('UPDATE-13'),
    given(shortened, ({ answer, change, detail }) => {
      expect(answer).toHaveStatus(200);
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
    }),
  );

  test(
    'keeps the records of the secrets a second time',
    covers('UPDATE-08'),
    given(repeatedUpdate, ({ detailThird, before }) => expect(detailThird).toKeepSecretsOf(before)),
  );

  test(
    'keeps the records of the secrets where it names a certificate',
    covers('UPDATE-08'),
    given(unusualUpdate, ({ detail, before }) => expect(detail).toKeepSecretsOf(before)),
  );

  test(
    'keeps a client confidential whatever its body says',
    covers('UPDATE-07'),
    given(crossedUpdate, ({ fixed, detail }) => {
      expect(fixed).toBeDoneOrRefused();
      expect(detail).toShow({ isConfidential: true });
    }),
  );

  test(
    'changes nothing more when it is repeated',
    covers('UPDATE-14'),
    given(repetition, ({ again, detailAgain, detailThird, listAgain, thirdChange }) => {
      expect(again).toHaveStatus(200);
      expect(detailAgain).toBeUnchangedSince(detailThird);
      expect(listAgain).toHoldName(thirdChange.name, 1);
    }),
  );

  test(
    'answers nothing, or documented members, when it is repeated',
    covers('UPDATE-02'),
    given(repeatedUpdate, ({ again }) => expect(again).toConformUnlessEmpty('update')),
  );

  test(
    'keeps the records of many secrets',
    covers('UPDATE-08'),
    given(updatedWithMany, ({ before, after, lastingIds }) => expect(after).toKeepRecordsOf(before, lastingIds)),
  );

  test(
    'keeps unusual values exactly',
    covers('UPDATE-18'),
    given(unusualUpdate, ({ printed, answer, detail, change }) => {
      expect(printed, 'with an empty certificate, as printed').toBeDoneOrRefused();
      expect(answer).toHaveStatus(200);
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
      expect(detail).toShowScopes(change.scopes);
    }),
  );

  test(
    'leaves no scope of another product',
    covers('UPDATE-05'),
    given(unusualUpdate, ({ detail, change }) =>
      expect(detail).toShowNoOtherScopesThan(change.scopes.map(({ name }) => name)),
    ),
  );

  test(
    'takes the long name that its client has',
    covers('UPDATE-18'),
    given(longNameKept, (evidence) => expect(evidence).toSucceed()),
  );

  test(
    'changes the types of scopes alone',
    covers('UPDATE-05'),
    given(retyped, ({ answer, detail, change }) => {
      expect(answer).toBeDoneOrRefused();
      expect(detail).toShowScopes(change.scopes);
    }),
  );

  test(
    'drops two scopes, and adds two, at once',
    covers('UPDATE-05'),
    given(scopesByTwos, ({ rescopings }) => {
      for (const { what, answer } of rescopings) expect(answer, `an update to ${what}`).toBeDoneOrRefused();
    }),
  );

  test(
    'answers with the new scopes',
    covers('UPDATE-10'),
    given(scopesByTwos, ({ rescopings }) => {
      for (const { what, answer, scopes } of rescopings)
        expect(answer, `an update to ${what}`).toShowNoOtherScopesThan(scopes);
    }),
  );

  test(
    'drops two scopes from new tokens, and adds two to them, at once',
    covers('UPDATE-15'),
    given(scopesByTwosInTokens, (rescopings) => {
      for (const { what, tokens } of rescopings)
        for (const { scope, isRegistered, answer } of tokens)
          expect(answer, `${scope} after an update to ${what}`).toGrantIf(isRegistered, scope);
    }),
  );

  test(
    'keeps a name of digits as it is',
    covers('UPDATE-18'),
    given(lastPartTaken, ({ detail, name }) => expect(detail).toShow({ name })),
  );

  test(
    'carries out, or refuses, what leaves members out',
    covers('UPDATE-19'),
    given(partsLeftOut, ({ parts }) => {
      for (const { what, answer } of parts) expect(answer, what).toBeDoneOrRefused();
    }),
  );

  test(
    'adds no scope where members are left out',
    covers('UPDATE-19'),
    given(partsLeftOut, ({ parts, before, detail }) => {
      for (const { what, answer, tokens } of parts) {
        expect(answer, what).toShowNoScopeBeyond(before);
        for (const token of tokens)
          expect(token.answer, `${token.what}, after an update with ${what}`).toGrantNothingBeyond(before);
      }
      expect(detail, 'the detail afterwards').toShowNoScopeBeyond(before);
    }),
  );

  test(
    'keeps the secrets where members are left out',
    covers('UPDATE-19'),
    given(partsLeftOut, ({ parts, detail, initial }) => {
      for (const { what, refused } of parts) expect(refused, `after an update with ${what}`).toHoldNoRefusal();
      expect(detail).toKeepSecretsOf(initial);
    }),
  );

  test(
    'carries out, or refuses, what a read showed',
    covers('UPDATE-20'),
    given(sentBack, ({ answer }) => expect(answer).toBeDoneOrRefused()),
  );

  test(
    'keeps the secrets when what a read showed is sent back',
    covers('UPDATE-20'),
    given(sentBackTaken, ({ detail, before, uses }) => {
      expect(detail).toKeepSecretsOf(before);
      for (const use of uses) expect(use).toBeAccepted();
    }),
  );

  test(
    'changes nothing but what was changed in what a read showed',
    covers('UPDATE-20'),
    given(sentBackTaken, ({ detail, before, client, name }) => {
      expect(detail).toShow({ id: client.id, name, isConfidential: true });
      expect(detail).toKeepRedirectUriOf(before);
    }),
  );

  test(
    'takes the redirect URI away, or refuses to',
    covers('UPDATE-04'),
    given(emptied, ({ requests }) => {
      for (const { what, answer } of requests.redirectUri) expect(answer, what).toBeDoneOrRefused();
    }),
  );

  test(
    'takes all scopes away, or refuses to',
    covers('UPDATE-05'),
    given(emptied, ({ requests }) => {
      for (const { what, answer } of requests.scopes) expect(answer, what).toBeDoneOrRefused();
    }),
  );

  test(
    'shows no redirect URI after it was taken away',
    covers('UPDATE-04'),
    given(emptiedOf.redirectUri, ({ detail }) => expect(detail).toShow({ redirectUri: null })),
  );

  test(
    'answers with the new state after a redirect URI was taken away',
    covers('UPDATE-10'),
    given(emptiedOf.redirectUri, ({ requests }) => {
      for (const { what, sent, answer } of requests.redirectUri)
        expect(answer, what).toShowNothingBut({ redirectUri: sent.redirectUri });
    }),
  );

  test(
    'shows no scopes after all were taken away',
    covers('UPDATE-05'),
    given(emptiedOf.scopes, ({ detail }) => expect(detail).toShowScopes([])),
  );

  test(
    'refuses a name that is none',
    covers('UPDATE-21'),
    given(namelessUpdates, (requests) => {
      for (const { what, answer } of requests) expect(answer, what).toBeRefused();
    }),
  );

  test(
    'gives scopes to a client from which all were taken',
    covers('UPDATE-15'),
    given(refilledScopes, ({ answer, scope }) => expect(answer).toGrantIf(true, scope)),
  );

  test('does what it says, by whatever name JSON is sent', covers('UPDATE-B3', 'deep'), holds(updatesInOtherTypes));

  test('makes no text of null', covers('UPDATE-18', 'deep'), holds(updateToNone));

  test(
    'touches no client that only its body names',
    covers('UPDATE-09'),
    given(crossedUpdate, (evidence) => expect(evidence).toDisturbNobody()),
  );

  test(
    'adds its scopes to new tokens',
    covers('UPDATE-15'),
    given(rescoped, ({ added, scopes }) => expect(added).toGrant(scopes.added)),
  );

  test('takes dropped scopes from new tokens', covers('UPDATE-15'), holds(dropped));

  test(
    'takes dropped scopes from new tokens that are asked for without naming any',
    covers('UPDATE-15'),
    holds(droppedByDefault),
  );

  test('changes a client without secrets', covers('UPDATE-03'), holds(updateWithoutSecrets));

  test(
    'answers 200 for a client without secrets',
    covers('UPDATE-01'),
    given(refilledClient, ({ update }) => expect(update).toHaveStatus(200)),
  );

  test(
    'answers 200 for a client with an expired secret',
    covers('UPDATE-01'),
    given(expiredSecretDeletion, ({ update }) => expect(update).toHaveStatus(200)),
  );

  test(
    'answers 200 for a public client',
    covers('UPDATE-16'),
    given(publicUpdate, ({ answer }) => expect(answer).toHaveStatus(200)),
  );

  test(
    'replaces the values of a public client',
    covers('UPDATE-16'),
    given(publicUpdated, ({ detail, change }) => {
      expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri, isConfidential: false });
      expect(detail).toShowScopes(change.scopes);
      expect(detail).toRecordSecrets([]);
    }),
  );

  test(
    'accepts the documented body',
    covers('UPDATE-17'),
    given(clientUpdate, ({ answer }) => expect(answer).toSucceed()),
  );
});
