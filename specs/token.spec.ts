import { tellCertified } from '../fixtures/stories/kinds.ts';
import { tellNarrowed } from '../fixtures/stories/privilege.ts';
import {
  tellBorrowedId,
  tellForeignGenerated,
  tellGrants,
  tellPlainGrant,
  tellScopeless,
  tellScopesWithComma,
  tellScopeTwice,
  tellSenselessRequests,
  tellSigningIn,
  tellSilentGrants,
  tellUnsignedAssertion,
} from '../fixtures/stories/signing-in.ts';
import { covers, expect, test } from '../fixtures/test.ts';
import { DOCUMENTED_SCOPES } from '../fixtures/tokens.ts';

test.describe('Secrets put to use', () => {
  test('gives a wrong secret no token', covers('TOKEN-01'), async ({ tell }) => {
    const { wrong } = await tell(tellSigningIn);
    expect(wrong).toBeTurnedAway();
  });

  test('gives a wrong secret in the header no token', covers('TOKEN-01'), async ({ tell }) => {
    const { wrongInHeader } = await tell(tellSigningIn);
    expect(wrongInHeader).toBeTurnedAway();
  });

  test('gives an empty secret in the header no token', covers('TOKEN-01'), async ({ tell }) => {
    const { emptyInHeader } = await tell(tellSigningIn);
    expect(emptyInHeader).toBeTurnedAway();
  });

  test('gives a client with an empty certificate no token without its secret', covers('TOKEN-01'), async ({ tell }) => {
    expect(await tell(tellCertified)).toBeTurnedAway();
  });

  test('gives a truncated secret no token', covers('TOKEN-01'), async ({ tell }) => {
    const { truncated } = await tell(tellSigningIn);
    expect(truncated).toBeTurnedAway();
  });

  test('gives an empty secret no token', covers('TOKEN-01'), async ({ tell }) => {
    const { empty } = await tell(tellSigningIn);
    expect(empty).toBeTurnedAway();
  });

  test('gives a secret of another client no token', covers('TOKEN-02'), async ({ tell }) => {
    const { foreign } = await tell(tellSigningIn);
    expect(foreign).toBeTurnedAway();
  });

  test('gives a generated secret of another client no token', covers('TOKEN-02'), async ({ tell }) => {
    expect(await tell(tellForeignGenerated)).toBeTurnedAway();
  });

  test('gives a secret in other case no token', covers('TOKEN-01'), async ({ tell }) => {
    const { otherCase } = await tell(tellSigningIn);
    expect(otherCase).toBeTurnedAway();
  });

  test('gives a secret with more behind it no token', covers('TOKEN-01'), async ({ tell }) => {
    const { longer } = await tell(tellSigningIn);
    expect(longer).toBeTurnedAway();
  });

  test('gives the client id as secret no token', covers('TOKEN-01'), async ({ tell }) => {
    const { idAsSecret } = await tell(tellSigningIn);
    expect(idAsSecret).toBeTurnedAway();
  });

  test('gives a missing secret no token', covers('TOKEN-01'), async ({ tell }) => {
    const { missing } = await tell(tellSigningIn);
    expect(missing).toBeTurnedAway();
  });

  test('takes no unsigned statement for a secret', covers('TOKEN-01'), async ({ tell }) => {
    expect(await tell(tellUnsignedAssertion)).toHold();
  });

  test('gives no token of another client that is only named', covers('TOKEN-02'), async ({ tell }) => {
    expect(await tell(tellBorrowedId)).toHold();
  });

  test('gives a public client without a secret no token', covers('TOKEN-03'), async ({ publicClient }) => {
    expect(publicClient.withoutSecret).toObtainNoToken();
  });

  test('gives a public client with an empty secret no token', covers('TOKEN-03'), async ({ publicClient }) => {
    expect(publicClient.withEmptySecret).toObtainNoToken();
  });

  test('gives a public client with a made-up secret no token', covers('TOKEN-03'), async ({ publicClient }) => {
    expect(publicClient.withMadeUpSecret).toObtainNoToken();
  });

  test('grants no scope that is not registered, nor one that is broader', covers('TOKEN-04'), async ({ tell }) => {
    const { broader, unregistered, unregisteredScope } = await tell(tellGrants);
    const tried = [{ answer: unregistered, scope: unregisteredScope }, ...(broader === undefined ? [] : [broader])];
    for (const { answer, scope } of tried) expect(answer).toNotGrant(scope);
  });

  test('grants no unregistered scope next to a registered one', covers('TOKEN-04'), async ({ tell }) => {
    const { mixed, unregisteredScope } = await tell(tellGrants);
    expect(mixed).toHoldNoneOf([unregisteredScope]);
  });

  test('grants no unregistered scope when none is named', covers('TOKEN-04'), async ({ tell }) => {
    const { plain, registered } = await tell(tellSigningIn);
    expect(plain).toHoldNoneOf(DOCUMENTED_SCOPES.filter((scope) => !registered.has(scope)));
  });

  test('grants no unregistered scope behind a comma', covers('TOKEN-04'), async ({ tell }) => {
    expect(await tell(tellScopesWithComma)).toHold();
  });

  test('grants no unregistered scope in a second parameter', covers('TOKEN-04'), async ({ tell }) => {
    const { answer, unregisteredScope } = await tell(tellScopeTwice);
    expect(answer).toHoldNoneOf([unregisteredScope]);
  });

  test('grants no scope to a client that has none', covers('TOKEN-04'), async ({ tell }) => {
    expect(await tell(tellScopeless)).toHold();
  });

  test('opens nothing with a token that does not say its scopes', covers('TOKEN-04'), async ({ tell }) => {
    expect(await tell(tellSilentGrants)).toHold();
  });

  test('tells which scopes it leaves out', covers('TOKEN-14'), async ({ tell }) => {
    const { unregistered, mixed, registered, unregisteredScope } = await tell(tellGrants);
    const [own = ''] = registered.keys();
    expect(unregistered).toStateItsScope([unregisteredScope]);
    expect(mixed).toStateItsScope([own, unregisteredScope]);
  });

  test('grants all registered scopes where none can be named', covers('TOKEN-05'), async ({ tell }) => {
    expect(await tell(tellPlainGrant)).toHold();
  });

  test('grants each scope that is registered', covers('TOKEN-05'), async ({ tell }) => {
    const { registered } = await tell(tellGrants);
    for (const [scope, answer] of registered) expect(answer).toGrant(scope);
  });

  test('grants registered scopes together', covers('TOKEN-05'), async ({ tell }) => {
    const { registered, several } = await tell(tellGrants);
    for (const scope of registered.keys()) expect(several).toGrant(scope);
  });

  test('tells that the secret is wrong', covers('TOKEN-06'), async ({ tell }) => {
    const { wrong } = await tell(tellSigningIn);
    expect(wrong.answer).toBeOAuthError('invalid_client');
  });

  test('answers as OAuth wants it', covers('TOKEN-10'), async ({ tell }) => {
    const { first } = await tell(tellSigningIn);
    expect(first.answer).toBeTokenAnswer();
  });

  test('grants no more than was asked for', covers('TOKEN-11'), async ({ tell }) => {
    for (const [scope, answer] of (await tell(tellGrants)).registered) expect(answer).toGrantOnly(scope);
  });

  test('makes sense of what it is asked, or refuses it', covers('TOKEN-12'), async ({ tell }) => {
    for (const [kind, answer] of await tell(tellSenselessRequests)) expect(answer, kind).toBeNoServerError();
  });

  test('gives a token that ends as its answer says', covers('TOKEN-13'), async ({ tell }) => {
    const { first } = await tell(tellSigningIn);
    expect(first.answer).toEndAsTold();
  });

  test('forbids caching of the token', covers('TOKEN-07'), async ({ tell }) => {
    const { first } = await tell(tellSigningIn);
    expect(first.answer).toForbidCaching();
  });

  test('accepts a secret again and again', covers('TOKEN-08'), async ({ tell }) => {
    const { again } = await tell(tellSigningIn);
    expect(again).toBeAccepted();
  });

  test('gives an unknown client no token', covers('TOKEN-09'), async ({ tell }) => {
    const { unknownClient } = await tell(tellSigningIn);
    expect(unknownClient).toBeTurnedAway();
  });
});

test.describe('A token that was narrowed', () => {
  test('creates nothing without the scope', covers('PRIVILEGE-01'), async ({ tell }) => {
    expect((await tell(tellNarrowed)).creation).toBeRefused();
  });

  test('generates nothing without the scope', covers('PRIVILEGE-02'), async ({ tell }) => {
    expect((await tell(tellNarrowed)).generation).toBeRefused();
  });
});
