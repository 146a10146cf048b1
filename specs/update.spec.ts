import { tellPublicUpdate, tellPublicUpdated } from '../fixtures/stories/lifecycle.ts';
import { tellUpdatesInOtherTypes } from '../fixtures/stories/naming-others.ts';
import { tellRow } from '../fixtures/stories/row.ts';
import { tellExpiredGone, tellRefilled } from '../fixtures/stories/secrets.ts';
import {
  tellCrossedUpdate,
  tellDropped,
  tellRescoped,
  tellSecondUpdate,
  tellUnknownUpdate,
  tellUnusualUpdate,
  tellUpdateToNone,
} from '../fixtures/stories/updating.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Update an external client', () => {
  test('answers 200', covers('UPDATE-01'), async ({ update }) => {
    expect(update.answer).toHaveStatus(200);
  });

  test('answers nothing, or documented members', covers('UPDATE-02'), async ({ updated }) => {
    expect(updated.answer).toConformUnlessEmpty('update');
  });

  test('labels its answer as JSON, unless it is empty', covers('UPDATE-02'), async ({ updated }) => {
    expect(updated.answer).toBeJsonUnlessEmpty();
  });

  test('replaces the name', covers('UPDATE-03'), async ({ updated }) => {
    expect(updated).toShowSomewhere({ name: updated.change.name });
  });

  test('replaces the redirect URI', covers('UPDATE-04'), async ({ updated }) => {
    expect(updated).toShowSomewhere({ redirectUri: updated.change.redirectUri });
  });

  test('replaces the scopes', covers('UPDATE-05'), async ({ updated }) => {
    expect(updated.detail).toHaveScopesStored(updated.change, updated.stored);
  });

  test('keeps the id', covers('UPDATE-06'), async ({ updated }) => {
    expect(updated.detail).toShow({ id: updated.client.id });
  });

  test('leaves no copy under another id', covers('UPDATE-06'), async ({ updated }) => {
    expect(updated.list).toHoldNameOnce(updated.change.name);
  });

  test('keeps the confidentiality', covers('UPDATE-07'), async ({ updated }) => {
    expect(updated).toShowSomewhere({ isConfidential: true });
  });

  test('keeps the records of the secrets', covers('UPDATE-08'), async ({ updated }) => {
    expect(updated.detail).toKeepSecretsOf(updated.before);
  });

  test('keeps the first secret in force', covers('UPDATE-08'), async ({ updated }) => {
    expect(updated.firstSecret).toBeAccepted();
  });

  test('touches no older client', covers('UPDATE-09'), async ({ updated }) => {
    expect(updated).toDisturbNobody();
  });

  test('touches no client beside it', covers('UPDATE-09'), async ({ tell }) => {
    expect((await tell(tellRow)).harm('update')).toHold();
  });

  test('answers with the new state', covers('UPDATE-10'), async ({ updated }) => {
    expect(updated.answer).toShowNothingBut({
      id: updated.client.id,
      name: updated.change.name,
      redirectUri: updated.change.redirectUri,
      isConfidential: true,
    });
    expect(updated.answer).toShowNoOtherScopesThan(updated.change.scopes.map((scope) => scope.name));
  });

  test('refuses an unknown client', covers('UPDATE-11'), async ({ tell }) => {
    const { answer } = await tell(tellUnknownUpdate);
    expect(answer).toBeRefused();
  });

  test('makes no client out of an unknown id', covers('UPDATE-11'), async ({ tell }) => {
    const { list, id, name } = await tell(tellUnknownUpdate);
    expect(list).toNotHold(id);
    expect(list).toHoldNoName(name);
  });

  test('hides the values of secrets', covers('UPDATE-12'), async ({ updated }) => {
    expect(updated.answer).toHideSecrets([updated.client.secret, updated.newer?.value]);
  });

  test('answers 200 a second time', covers('UPDATE-13'), async ({ tell }) => {
    const { answer } = await tell(tellSecondUpdate);
    expect(answer).toHaveStatus(200);
  });

  test('takes effect a second time', covers('UPDATE-13'), async ({ repeated }) => {
    expect(repeated.detail).toBeStoredAsAsked(repeated.change, repeated.stored);
    expect(repeated.detail).toHaveScopesStored(repeated.change, repeated.stored);
  });

  test('takes effect a third time', covers('UPDATE-13'), async ({ repeated }) => {
    const { third, detailThird, thirdChange } = repeated;
    expect(third).toHaveStatus(200);
    expect(detailThird).toShow({ name: thirdChange.name, redirectUri: thirdChange.redirectUri });
    expect(detailThird).toShowScopes(thirdChange.scopes);
  });

  test('keeps the records of the secrets a second time', covers('UPDATE-08'), async ({ repeated, updated }) => {
    expect(repeated.detailThird).toKeepSecretsOf(updated.before);
  });

  test('changes nothing more when it is repeated', covers('UPDATE-14'), async ({ repeated }) => {
    expect(repeated.again).toHaveStatus(200);
    expect(repeated.detailAgain).toBeUnchangedSince(repeated.detail);
    expect(repeated.listAgain).toHoldNameOnce(repeated.change.name);
  });

  test('answers nothing, or documented members, when it is repeated', covers('UPDATE-02'), async ({ repeated }) => {
    expect(repeated.again).toConformUnlessEmpty('update');
  });

  test('keeps unusual values exactly', covers('UPDATE-18'), async ({ tell }) => {
    const { answer, detail, change } = await tell(tellUnusualUpdate);
    expect(answer).toHaveStatus(200);
    expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri });
    expect(detail).toShowScopes(change.scopes);
  });

  test('does what it says, by whatever name JSON is sent', covers('UPDATE-03', 'deep'), async ({ tell }) => {
    expect(await tell(tellUpdatesInOtherTypes)).toHold();
  });

  test('makes no text of null', covers('UPDATE-18', 'deep'), async ({ tell }) => {
    expect(await tell(tellUpdateToNone)).toHold();
  });

  test('touches no client that only its body names', covers('UPDATE-09'), async ({ tell }) => {
    expect(await tell(tellCrossedUpdate)).toDisturbNobody();
  });

  test('adds its scopes to new tokens', covers('UPDATE-15'), async ({ tell }) => {
    const { added, scopes } = await tell(tellRescoped);
    expect(added).toGrant(scopes.added);
  });

  test('takes dropped scopes from new tokens', covers('UPDATE-15'), async ({ tell }) => {
    expect(await tell(tellDropped)).toHold();
  });

  test('answers 200 for a client without secrets', covers('UPDATE-01'), async ({ tell }) => {
    const { update } = await tell(tellRefilled);
    expect(update).toHaveStatus(200);
  });

  test('answers 200 for a client with an expired secret', covers('UPDATE-01'), async ({ tell }) => {
    const { update } = await tell(tellExpiredGone);
    expect(update).toHaveStatus(200);
  });

  test('answers 200 for a public client', covers('UPDATE-16'), async ({ tell }) => {
    const { answer } = await tell(tellPublicUpdate);
    expect(answer).toHaveStatus(200);
  });

  test('replaces the values of a public client', covers('UPDATE-16'), async ({ tell }) => {
    const { detail, change } = await tell(tellPublicUpdated);
    expect(detail).toShow({ name: change.name, redirectUri: change.redirectUri, isConfidential: false });
    expect(detail).toShowScopes(change.scopes);
    expect(detail).toRecordSecrets([]);
  });

  test('accepts the documented body', covers('UPDATE-17'), async ({ update }) => {
    expect(update.answer).toSucceed();
  });
});
