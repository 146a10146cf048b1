import { tellNamesake } from '../fixtures/stories/deletion.ts';
import { UNUSUAL, UNUSUAL_KINDS, UNUSUAL_REQUESTS } from '../fixtures/stories/kinds.ts';
import { tellFirstRecord, tellSample } from '../fixtures/stories/reading.ts';
import { tellRow } from '../fixtures/stories/row.ts';
import { tellFirstUse } from '../fixtures/stories/signing-in.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Create a new external client', () => {
  test('answers 201', covers('CREATE-01'), async ({ creation }) => {
    expect(creation.answer).toHaveStatus(201);
  });

  test('labels the created client as JSON', covers('CREATE-02'), async ({ created }) => {
    expect(created.answer).toBeJson();
  });

  test('answers the created client as documented', covers('CREATE-03'), async ({ created }) => {
    expect(created.answer).toConform('create');
  });

  test('leaves out nothing that the detail shows', covers('CREATE-03'), async ({ created }) => {
    expect(created.answer).toLeaveOutNothingOf(created.detail);
  });

  test('repeats the values asked for', covers('CREATE-04'), async ({ created }) => {
    expect(created.answer).toShow({
      name: created.asked.name,
      isConfidential: true,
      redirectUri: created.asked.redirectUri,
    });
  });

  test('makes a client that can be read back', covers('CREATE-05'), async ({ created }) => {
    expect(created).toExist();
  });

  test('keeps the values asked for', covers('CREATE-06'), async ({ found }) => {
    expect(found.detail).toBeStoredAsAsked(found.asked, found.stored);
  });

  test('grants exactly the scopes asked for', covers('CREATE-07'), async ({ found }) => {
    expect(found.detail).toHaveScopesStored(found.asked, found.stored);
  });

  test('shows exactly the scopes asked for', covers('CREATE-08'), async ({ created }) => {
    expect(created.answer).toShowScopes(created.asked.scopes);
  });

  test('gives a confidential client its secret', covers('CREATE-09'), async ({ created }) => {
    expect(created.answer).toGiveSecret();
  });

  test('gives a secret that obtains a token', covers('CREATE-10'), async ({ tell }) => {
    expect(await tell(tellFirstUse)).toBeAccepted();
  });

  test('gives a public client no secret', covers('CREATE-11'), async ({ publicClient }) => {
    expect(publicClient.answer).toGiveNoSecret();
    expect(publicClient.detail).toRecordSecrets([]);
  });

  test('changes no other client', covers('CREATE-12'), async ({ created }) => {
    expect(created).toDisturbNobody();
  });

  test('changes no client made before it', covers('CREATE-12'), async ({ tell }) => {
    expect((await tell(tellRow)).harm('create')).toHold();
  });

  test('gives every client an id of its own', covers('CREATE-13'), async ({ tell }) => {
    const { ids } = await tell(tellSample);
    expect(ids).toBeAllDifferent('id');
  });

  test('gives every client a secret of its own', covers('CREATE-13'), async ({ tell }) => {
    const { values } = await tell(tellSample);
    expect(values).toBeAllDifferent('secret');
  });

  test('records the first secret once', covers('CREATE-14'), async ({ tell }) => {
    const { detail } = await tell(tellFirstRecord);
    expect(detail).toRecordCount(1);
  });

  test('records when the first secret was created', covers('CREATE-14'), async ({ tell }) => {
    const { answer, record } = await tell(tellFirstRecord);
    expect(answer).toHappenAt(record?.creationTime);
  });

  for (const kind of UNUSUAL_KINDS) {
    test(`answers 201 for a client with ${kind}`, covers('CREATE-15'), async ({ tell }) => {
      const { answer } = await tell(UNUSUAL_REQUESTS[kind]);
      expect(answer).toHaveStatus(201);
    });

    test(`keeps a client with ${kind} exactly`, covers('CREATE-15'), async ({ tell }) => {
      const { detail, asked } = await tell(UNUSUAL[kind]);
      expect(detail).toShow({ name: asked.name, isConfidential: asked.isConfidential, redirectUri: asked.redirectUri });
      expect(detail).toShowScopes(asked.scopes);
    });
  }

  test('leaves a client of the same name as it was', covers('CREATE-12'), async ({ tell }) => {
    const { between, id, asked, stored } = await tell(tellNamesake);
    expect(between).toHoldOnce(id);
    expect(between).toGoOnShowing(id, asked, stored);
  });

  test('answers 201 for a public client', covers('CREATE-01'), async ({ publicCreation }) => {
    expect(publicCreation.answer).toHaveStatus(201);
  });

  test('keeps the values asked for a public client', covers('CREATE-16'), async ({ publicClient }) => {
    const { asked, detail } = publicClient;
    expect(detail).toShow({ name: asked.name, isConfidential: false, redirectUri: asked.redirectUri });
    expect(detail).toShowScopes(asked.scopes);
  });

  test('forbids caching of the secret', covers('CREATE-17'), async ({ created }) => {
    expect(created.answer).toForbidCaching();
  });
});
