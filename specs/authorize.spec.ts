import {
  tellElsewhereRegistered,
  tellMarkup,
  tellNobodySignedIn,
  tellSimilar,
  tellUnregistered,
  tellWayBack,
} from '../fixtures/stories/authorization.ts';
import { SCRIPTS, tellScriptedCreations, tellScriptedUpdates } from '../fixtures/stories/scripts.ts';
import { covers, expect, test } from '../fixtures/test.ts';

test.describe('Redirect URIs that run scripts', () => {
  for (const script of SCRIPTS) {
    test(`are not created: ${script}`, covers('AUTHORIZE-01'), async ({ tell }) => {
      expect((await tell(tellScriptedCreations))[script]).toBeRefused();
    });

    test(`are not given by an update: ${script}`, covers('AUTHORIZE-02'), async ({ tell }) => {
      expect((await tell(tellScriptedUpdates))[script]).toBeRefused();
    });
  }
});

test.describe('The authorization endpoint', () => {
  test('sends nobody to what is not registered', covers('AUTHORIZE-03'), async ({ tell }) => {
    for (const presented of await tell(tellUnregistered)) expect(presented, presented.uri).toSendNobodyThere();
  });

  test('sends nobody to what looks registered', covers('AUTHORIZE-04'), async ({ tell }) => {
    for (const presented of await tell(tellSimilar)) expect(presented, presented.uri).toSendNobodyThere();
  });

  test('sends nobody to what others registered', covers('AUTHORIZE-05'), async ({ tell }) => {
    for (const presented of await tell(tellElsewhereRegistered)) expect(presented, presented.uri).toSendNobodyThere();
  });

  test('gives nobody a code who has not signed in', covers('AUTHORIZE-06'), async ({ tell }) => {
    for (const { answer } of await tell(tellNobodySignedIn)) expect(answer).toSendNoCode();
  });

  test('shows no markup of a request', covers('AUTHORIZE-07'), async ({ tell }) => {
    const { answers, markup } = await tell(tellMarkup);
    for (const answer of answers) expect(answer).toShowAsText(markup);
  });

  test('sends users back where they came from', covers('AUTHORIZE-08'), async ({ tell }) => {
    expect(await tell(tellWayBack)).toHold();
  });
});
