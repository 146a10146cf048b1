import { DOCUMENTED_SCOPES } from '../fixtures/api/tokens.ts';
import { covers, expect, given, test } from '../fixtures/test.ts';
import { certified, publicLife } from './scenarios/kinds.ts';
import { narrowed } from './scenarios/privilege.ts';
import {
  borrowedClientId,
  foreignGenerated,
  plainGrant,
  scopeGrants,
  scopeless,
  scopesWithComma,
  scopeTwice,
  secretUses,
  senselessRequests,
  silentGrants,
  unsignedAssertion,
} from './scenarios/signing-in.ts';

test.describe('Secrets put to use', () => {
  test(
    'gives a wrong secret no token',
    covers('TOKEN-01'),
    given(secretUses, ({ wrong }) => expect(wrong).toBeTurnedAway()),
  );

  test(
    'gives a wrong secret in the header no token',
    covers('TOKEN-01'),
    given(secretUses, ({ wrongInHeader }) => expect(wrongInHeader).toBeTurnedAway()),
  );

  test(
    'gives an empty secret in the header no token',
    covers('TOKEN-01'),
    given(secretUses, ({ emptyInHeader }) => expect(emptyInHeader).toBeTurnedAway()),
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
    'gives a generated secret of another client no token',
    covers('TOKEN-02'),
    given(foreignGenerated, (evidence) => expect(evidence).toBeTurnedAway()),
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
    'takes no unsigned statement for a secret',
    covers('TOKEN-01'),
    given(unsignedAssertion, (evidence) => expect(evidence).toHold()),
  );

  test(
    'gives no token of another client that is only named',
    covers('TOKEN-02'),
    given(borrowedClientId, (evidence) => expect(evidence).toHold()),
  );

  test(
    'gives a public client without a secret no token',
    covers('TOKEN-03'),
    given(publicLife, ({ withoutSecret }) => expect(withoutSecret).toObtainNoToken()),
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
    'grants no scope that is not registered, nor one that is broader',
    covers('TOKEN-04'),
    given(scopeGrants, ({ broader, unregistered, unregisteredScope }) => {
      const tried = [{ answer: unregistered, scope: unregisteredScope }, ...(broader === undefined ? [] : [broader])];
      for (const { answer, scope } of tried) expect(answer).toNotGrant(scope);
    }),
  );

  test(
    'grants no unregistered scope next to a registered one',
    covers('TOKEN-04'),
    given(scopeGrants, ({ mixed, unregisteredScope }) => expect(mixed).toHoldNoneOf([unregisteredScope])),
  );

  test(
    'grants no unregistered scope when none is named',
    covers('TOKEN-04'),
    given(secretUses, ({ plain, registered }) =>
      expect(plain).toHoldNoneOf(DOCUMENTED_SCOPES.filter((scope) => !registered.has(scope))),
    ),
  );

  test(
    'grants no unregistered scope behind a comma',
    covers('TOKEN-04'),
    given(scopesWithComma, (evidence) => expect(evidence).toHold()),
  );

  test(
    'grants no unregistered scope in a second parameter',
    covers('TOKEN-04'),
    given(scopeTwice, ({ answer, unregisteredScope }) => expect(answer).toHoldNoneOf([unregisteredScope])),
  );

  test(
    'grants no scope to a client that has none',
    covers('TOKEN-04'),
    given(scopeless, (evidence) => expect(evidence).toHold()),
  );

  test(
    'opens nothing with a token that does not say its scopes',
    covers('TOKEN-04'),
    given(silentGrants, (evidence) => expect(evidence).toHold()),
  );

  test(
    'tells which scopes it leaves out',
    covers('TOKEN-14'),
    given(scopeGrants, ({ unregistered, mixed, registered, unregisteredScope }) => {
      const [own = ''] = registered.keys();
      expect(unregistered).toStateItsScope([unregisteredScope]);
      expect(mixed).toStateItsScope([own, unregisteredScope]);
    }),
  );

  test(
    'grants all registered scopes where none can be named',
    covers('TOKEN-05'),
    given(plainGrant, (evidence) => expect(evidence).toHold()),
  );

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
    'tells that the secret is wrong',
    covers('TOKEN-06'),
    given(secretUses, ({ wrong }) => expect(wrong.answer).toBeOAuthError('invalid_client')),
  );

  test(
    'answers as OAuth wants it',
    covers('TOKEN-10'),
    given(secretUses, ({ first }) => expect(first.answer).toBeTokenAnswer()),
  );

  test(
    'grants no more than was asked for',
    covers('TOKEN-11'),
    given(scopeGrants, (evidence) => {
      for (const [scope, answer] of evidence.registered) expect(answer).toGrantOnly(scope);
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
