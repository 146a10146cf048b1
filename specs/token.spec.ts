import { DOCUMENTED_SCOPES } from '../fixtures/api/bearer.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { sharingRedirectUri } from './scenarios/adjacent-clients.ts';
import {
  grantsOfMany,
  plainGrant,
  scopeGrants,
  scopeless,
  scopeRefusals,
  scopesWithComma,
  scopeTwice,
  scopeWithoutValue,
  silentGrants,
} from './scenarios/asking-scopes.ts';
import { certified, publicApplication } from './scenarios/kinds.ts';
import { publicSecretUses, publicUpdated } from './scenarios/lifecycle.ts';
import { generatedOfNamesake, secretOfNamesake } from './scenarios/namesakes.ts';
import { narrowed } from './scenarios/privilege.ts';
import { publicLife } from './scenarios/public-clients.ts';
import { refusedRequests, repeatedSecrets, senselessRequests } from './scenarios/refused-token-requests.ts';
import { guesses } from './scenarios/shown-texts.ts';
import {
  borrowedClientId,
  foreignGenerated,
  grantInHeader,
  otherGrants,
  secretUses,
  unsignedAssertion,
} from './scenarios/signing-in.ts';
import {
  addressUses,
  headerUses,
  lateUses,
  manyGeneratedUses,
  manyUses,
  namedMethods,
  olderToken,
  readableGrants,
  scopeInOtherCase,
  togetherInOrder,
} from './scenarios/token-requests.ts';
import { wrongInAnyOrder, wrongInHeader } from './scenarios/wrong-secrets.ts';

test.describe('Secrets put to use', () => {
  test(
    'gives a wrong secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ wrong }) => expect(wrong).toBeTurnedAway()),
  );

  test(
    'gives a wrong secret in the header no token',
    covers('TOKEN-01'),
    given(headerUses, ({ wrong }) => expect(wrong).toBeTurnedAway()),
  );

  test(
    'gives an empty secret in the header no token',
    covers('TOKEN-01'),
    given(headerUses, ({ empty }) => expect(empty).toBeTurnedAway()),
  );

  test(
    'gives what is like the secret, in the header, no token',
    covers('TOKEN-01'),
    given(wrongInHeader, ({ alike }) => {
      for (const [what, use] of alike) expect(use, what).toBeTurnedAway();
    }),
  );

  test(
    'gives a secret of another client in the header no token',
    covers('TOKEN-02'),
    given(wrongInHeader, ({ foreign }) => expect(foreign).toBeTurnedAway()),
  );

  test(
    'gives a wrong secret no token, in whatever order the parameters stand',
    covers('TOKEN-01'),
    given(wrongInAnyOrder, (uses) => {
      for (const [order, use] of uses) expect(use, order).toBeTurnedAway();
    }),
  );

  test(
    'gives an unknown client in the header no token',
    covers('TOKEN-09'),
    given(headerUses, ({ unknownClient }) => expect(unknownClient).toBeTurnedAway()),
  );

  test(
    'answers an unknown client like a wrong secret',
    covers('TOKEN-23'),
    given(headerUses, ({ wrong, unknownClient }) => expect(unknownClient.answer).toAnswerLike(wrong.answer)),
  );

  test(
    'accepts the secret in each way that discovery names',
    covers('TOKEN-18'),
    given(namedMethods, (evidence) => {
      for (const [method, use] of evidence) expect(use, method).toBeAccepted();
    }),
  );

  test(
    'takes no secret from the address',
    covers('TOKEN-24'),
    given(addressUses, (evidence) => {
      for (const [method, answer] of evidence) expect(answer, method).toGiveNoToken();
    }),
  );

  test(
    'grants no scope in other letters than it is registered with',
    covers('TOKEN-25'),
    given(scopeInOtherCase, ({ answer, scopes }) => expect(answer).toHoldNoneOf(scopes)),
  );

  test(
    'gives what is known of a secret no token',
    covers('TOKEN-01'),
    given(guesses, (evidence) => {
      for (const [what, use] of evidence) expect(use, what).toBeTurnedAway();
    }),
  );

  test(
    'gives a client with an empty certificate no token without its secret',
    covers('TOKEN-01'),
    given(certified, (evidence) => expect(evidence).toBeTurnedAway()),
  );

  test(
    'gives a truncated secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ truncated }) => expect(truncated).toBeTurnedAway()),
  );

  test(
    'gives an empty secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ empty }) => expect(empty).toBeTurnedAway()),
  );

  test(
    'gives a secret of another client no token',
    covers('TOKEN-02'),
    given(secretUses, ({ foreign }) => expect(foreign).toBeTurnedAway()),
  );

  test(
    'gives a secret of a client with the same name no token',
    covers('TOKEN-02'),
    given(secretOfNamesake, (use) => expect(use).toBeTurnedAway()),
  );

  test(
    'gives a generated secret of another client no token',
    covers('TOKEN-02'),
    given(foreignGenerated, (uses) => {
      for (const [what, use] of uses) expect(use, what).toBeTurnedAway();
    }),
  );

  test(
    'gives a generated secret of a client with the same name no token',
    covers('TOKEN-02'),
    given(generatedOfNamesake, (use) => expect(use).toBeTurnedAway()),
  );

  test(
    'gives what is like a generated secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ likeGenerated }) => {
      if (likeGenerated === undefined) expect(undefined).toBeTurnedAwayWhereGiven();
      for (const [what, use] of likeGenerated ?? []) expect(use, what).toBeTurnedAway();
    }),
  );

  test(
    'gives a secret in other case no token',
    covers('TOKEN-01'),
    given(secretUses, ({ otherCase }) => expect(otherCase).toBeTurnedAway()),
  );

  test(
    'gives a secret with more behind it no token',
    covers('TOKEN-01'),
    given(secretUses, ({ longer }) => expect(longer).toBeTurnedAway()),
  );

  test(
    'gives the digest of a secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ digests }) => {
      for (const use of digests) expect(use).toBeTurnedAway();
    }),
  );

  test(
    'gives the client id as secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ idAsSecret }) => expect(idAsSecret).toBeTurnedAway()),
  );

  test(
    'gives a missing secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ missing }) => expect(missing).toBeTurnedAway()),
  );

  test(
    'takes nothing made up for a secret, by whatever grant',
    covers('TOKEN-01'),
    given(otherGrants, (uses) => {
      for (const [grant, use] of uses) expect(use, grant).toBeTurnedAwayWhereGiven();
    }),
  );

  test('takes no unsigned statement for a secret', covers('TOKEN-01'), holds(unsignedAssertion));

  test('gives no token of another client that is only named', covers('TOKEN-02'), holds(borrowedClientId));

  test(
    'gives a public client without a secret no token',
    covers('TOKEN-03'),
    given(publicLife, ({ withoutSecret }) => expect(withoutSecret).toObtainNoToken()),
  );

  test(
    'gives an updated public client without a secret no token',
    covers('TOKEN-03', 'update'),
    given(publicUpdated, ({ withoutSecret }) => expect(withoutSecret).toObtainNoToken()),
  );

  test(
    'gives a public client with an empty secret no token',
    covers('TOKEN-03'),
    given(publicLife, ({ withEmptySecret }) => expect(withEmptySecret).toObtainNoToken()),
  );

  test(
    'gives a public client with a made-up secret no token',
    covers('TOKEN-03'),
    given(publicLife, ({ withMadeUpSecret }) => expect(withMadeUpSecret).toObtainNoToken()),
  );

  test(
    'gives a public client no token, whatever it presents and asks for',
    covers('TOKEN-03'),
    given(publicLife, ({ tries }) => {
      for (const [what, use] of tries) expect(use, what).toObtainNoToken();
    }),
  );

  test(
    'gives a public client with an application scope no token',
    covers('TOKEN-03'),
    given(publicApplication, (evidence) => {
      for (const [what, use] of evidence) expect(use, what).toObtainNoToken();
    }),
  );

  test(
    'gives a public client no token for a secret that was generated for it',
    covers('TOKEN-03', 'generateSecret'),
    given(publicSecretUses, (evidence) => {
      for (const use of evidence) expect(use).toObtainNoToken();
    }),
  );

  test(
    'grants no scope that is not registered, nor one that is broader',
    covers('TOKEN-04'),
    given(scopeRefusals, ({ broader, unregistered, unregisteredScope }) => {
      const tried = [{ answer: unregistered, scope: unregisteredScope }, ...(broader === undefined ? [] : [broader])];
      for (const { answer, scope } of tried) expect(answer).toGrantIf(false, scope);
    }),
  );

  test(
    'grants no unregistered scope next to a registered one',
    covers('TOKEN-04'),
    given(scopeRefusals, ({ mixed, unregisteredScope }) => expect(mixed).toHoldNoneOf([unregisteredScope])),
  );

  test(
    'grants no unregistered scope when none is named',
    covers('TOKEN-04'),
    given(secretUses, ({ plain, registered }) =>
      expect(plain, 'asked for no scope').toHoldNoneOf(DOCUMENTED_SCOPES.filter((scope) => !registered.has(scope))),
    ),
  );

  test('grants no unregistered scope behind a comma', covers('TOKEN-04'), holds(scopesWithComma));

  test(
    'grants no unregistered scope in a second parameter',
    covers('TOKEN-04'),
    given(scopeTwice, ({ answer, unregisteredScope }) => expect(answer).toHoldNoneOf([unregisteredScope])),
  );

  test('grants for an empty scope what it grants for none', covers('TOKEN-30'), holds(scopeWithoutValue));

  test(
    'grants no scope that only a client with the same redirect URI has',
    covers('TOKEN-04'),
    given(sharingRedirectUri, ({ scopes }) => {
      for (const { scope, statement } of scopes) expect(statement, scope).toHold();
    }),
  );

  test(
    'accepts no secret of a client with the same redirect URI',
    covers('TOKEN-02'),
    given(sharingRedirectUri, ({ secrets }) => {
      for (const use of secrets) expect(use).toBeTurnedAway();
    }),
  );

  test('grants no scope to a client that has none', covers('TOKEN-04'), holds(scopeless));

  test('opens nothing with a token that does not say its scopes', covers('TOKEN-04'), holds(silentGrants));

  test(
    'tells which scopes it leaves out',
    covers('TOKEN-14'),
    given(scopeGrants, ({ unregistered, mixed, registered, unregisteredScope }) => {
      const [own = ''] = registered.keys();
      expect(unregistered).toStateItsScope([unregisteredScope]);
      expect(mixed).toStateItsScope([own, unregisteredScope]);
    }),
  );

  test('grants all registered scopes where none can be named', covers('TOKEN-05'), holds(plainGrant));

  test(
    'grants each scope that is registered',
    covers('TOKEN-05'),
    given(scopeGrants, ({ registered }) => {
      for (const [scope, answer] of registered) expect(answer).toGrant(scope);
    }),
  );

  test(
    'grants registered scopes together',
    covers('TOKEN-05'),
    given(scopeGrants, ({ registered, several }) => {
      for (const scope of registered.keys()) expect(several).toGrant(scope);
    }),
  );

  test(
    'grants each of many scopes',
    covers('TOKEN-05'),
    given(grantsOfMany, (grants) => {
      for (const [scope, answer] of grants) expect(answer, 'of a client with many scopes').toGrant(scope);
    }),
  );

  test(
    'tells that the secret is wrong',
    covers('TOKEN-06'),
    given(secretUses, ({ wrong }) => expect(wrong.answer).toBeOAuthError('invalid_client')),
  );

  test(
    'tells the cause of a refusal by its code',
    covers('TOKEN-16'),
    given(refusedRequests, (evidence) => {
      for (const [what, refused] of evidence) expect(refused, what).toBeToldBy();
    }),
  );

  test(
    'answers a wrong secret in the header with a challenge',
    covers('TOKEN-17'),
    given(headerUses, ({ wrong }) => expect(wrong.answer).toChallengeForSecret()),
  );

  test(
    'answers errors in JSON with a code',
    covers('TOKEN-22'),
    given(refusedRequests, (evidence) => {
      for (const [what, { answer }] of evidence) expect(answer, what).toBeOAuthErrorAnswer();
    }),
  );

  test('repeats no secret in an error', covers('TOKEN-19'), holds(repeatedSecrets));

  test(
    'answers as OAuth wants it',
    covers('TOKEN-10'),
    given(secretUses, ({ first }) => expect(first.answer).toBeTokenAnswer()),
  );

  test(
    'gives a client no refresh token',
    covers('TOKEN-27'),
    given(secretUses, ({ first }) => expect(first.answer).toGiveNoRefreshToken()),
  );

  test(
    'grants no more than was asked for',
    covers('TOKEN-11'),
    given(scopeGrants, (evidence) => {
      for (const [scope, answer] of evidence.registered) expect(answer).toGrantOnly(scope);
    }),
  );

  test(
    'grants no more than was asked for with the secret in the header',
    covers('TOKEN-11'),
    given(grantInHeader, ({ answer, scope }) => expect(answer).toGrantOnly(scope)),
  );

  test(
    'gives a token that holds no scope but those that its answer names',
    covers('TOKEN-20'),
    given(readableGrants, (evidence) => {
      for (const [what, grant] of evidence) expect(grant, what).toHoldNoMoreThanTold();
    }),
  );

  test(
    'names no scope that the token lacks',
    covers('TOKEN-14'),
    given(readableGrants, (evidence) => {
      for (const [what, grant] of evidence) expect(grant, what).toHoldWhatIsTold();
    }),
  );

  test(
    'gives tokens of which each scope counts',
    covers('TOKEN-21'),
    given(togetherInOrder, (evidence) => {
      for (const [what, answer] of evidence) expect(answer, what).toSucceed();
    }),
  );

  test(
    'makes sense of what it is asked, or refuses it',
    covers('TOKEN-12'),
    given(senselessRequests, (evidence) => {
      for (const [kind, answer] of evidence) expect(answer, kind).toBeNoServerError();
    }),
  );

  test(
    'gives a token that ends as its answer says',
    covers('TOKEN-13'),
    given(secretUses, ({ first }) => expect(first.answer).toEndAsTold()),
  );

  test(
    'forbids caching of the token',
    covers('TOKEN-07'),
    given(secretUses, ({ first }) => expect(first.answer).toForbidCaching()),
  );

  test(
    'accepts a secret again and again',
    covers('TOKEN-08'),
    given(secretUses, ({ again }) => expect(again).toBeAccepted()),
  );

  test(
    'accepts a secret of a creation many times',
    covers('TOKEN-08'),
    given(manyUses, (evidence) => {
      for (const [index, use] of evidence.entries()) expect(use, `use ${index + 1} in a row`).toBeAccepted();
    }),
  );

  test(
    'accepts a generated secret many times',
    covers('TOKEN-08', 'generateSecret'),
    given(manyGeneratedUses, (evidence) => {
      for (const [index, use] of evidence.entries()) expect(use, `use ${index + 1} in a row`).toBeAccepted();
    }),
  );

  test(
    'accepts secrets at the end of the run as well',
    covers('TOKEN-08'),
    given(lateUses, (evidence) => {
      for (const [what, use] of evidence) expect(use, what).toBeAccepted();
    }),
  );

  test(
    'accepts an older token beside newer ones',
    covers('TOKEN-28'),
    given(olderToken, (evidence) => expect(evidence).toSucceed()),
  );

  test(
    'gives an unknown client no token',
    covers('TOKEN-09'),
    given(secretUses, ({ unknownClient }) => expect(unknownClient).toBeTurnedAway()),
  );
});

test.describe('A token that was narrowed', () => {
  test(
    'creates nothing without the scope',
    covers('PRIVILEGE-01'),
    given(narrowed, (evidence) => expect(evidence.creation).toBeRefused()),
  );

  test(
    'generates nothing without the scope',
    covers('PRIVILEGE-02'),
    given(narrowed, (evidence) => expect(evidence.generation).toBeRefused()),
  );
});
