import { covers, expect, given, test } from '../fixtures/test.ts';
import {
  elsewhereRegistered,
  errorRedirects,
  markupRequests,
  similar,
  unregistered,
  withoutSignIn,
} from './scenarios/authorization.ts';
import { SCRIPTS, scriptedCreations, scriptedUpdates } from './scenarios/scripts.ts';

test.describe('Redirect URIs that run scripts', () => {
  for (const script of SCRIPTS) {
    test(
      `are not created: ${script}`,
      covers('AUTHORIZE-01'),
      given(scriptedCreations, (evidence) => expect(evidence[script]).toBeRefused()),
    );

    test(
      `are not given by an update: ${script}`,
      covers('AUTHORIZE-02'),
      given(scriptedUpdates, (evidence) => expect(evidence[script]).toBeRefused()),
    );
  }
});

test.describe('The authorization endpoint', () => {
  test(
    'sends nobody to what is not registered',
    covers('AUTHORIZE-03'),
    given(unregistered, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'sends nobody to what looks registered',
    covers('AUTHORIZE-04'),
    given(similar, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'sends nobody to what others registered',
    covers('AUTHORIZE-05'),
    given(elsewhereRegistered, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'gives nobody a code who has not signed in',
    covers('AUTHORIZE-06'),
    given(withoutSignIn, (evidence) => {
      for (const { answer } of evidence) expect(answer).toSendNoCode();
    }),
  );

  test(
    'shows no markup of a request',
    covers('AUTHORIZE-07'),
    given(markupRequests, ({ answers, markup }) => {
      for (const answer of answers) expect(answer).toShowAsText(markup);
    }),
  );

  test(
    'sends users back where they came from',
    covers('AUTHORIZE-08'),
    given(errorRedirects, (evidence) => expect(evidence).toHold()),
  );
});
