import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import {
  elsewhereRegistered,
  errorRedirects,
  markupRequests,
  similar,
  unregistered,
  withoutSignIn,
} from './scenarios/authorization.ts';
import { deletedRedirect, redirects, refusedRedirects, replacedRedirect } from './scenarios/redirects.ts';
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
    'takes each registered redirect URI',
    covers('AUTHORIZE-09'),
    given(redirects, ({ own }) => {
      for (const [what, presented] of own) expect(presented, `${what}: ${presented.uri}`).toBeTakenForRegistered();
    }),
  );

  test(
    'takes no redirect URI that nobody registered, nor one that an update replaced',
    covers('AUTHORIZE-03'),
    given(refusedRedirects, ({ unregistered }) => {
      for (const [what, presented] of unregistered) expect(presented, `${what}: ${presented.uri}`).toSendNobodyThere();
    }),
  );

  test(
    'takes the redirect URI from a client that an update replaced',
    covers('UPDATE-04', 'authorize'),
    given(replacedRedirect, ({ what, presented }) => expect(presented, what).toSendNobodyThere()),
  );

  test(
    'takes no redirect URI that looks like a registered one',
    covers('AUTHORIZE-04'),
    given(refusedRedirects, ({ similar }) => {
      for (const [what, presented] of similar) expect(presented, `${what}: ${presented.uri}`).toSendNobodyThere();
    }),
  );

  test(
    'takes no redirect URI of a deleted client',
    covers('DELETE-12'),
    given(deletedRedirect, ({ what, presented }) => expect(presented, what).toSendNobodyThere()),
  );

  test(
    'takes no redirect URI of another client',
    covers('AUTHORIZE-05'),
    given(refusedRedirects, ({ elsewhere }) => {
      for (const [what, presented] of elsewhere) expect(presented, `${what}: ${presented.uri}`).toSendNobodyThere();
    }),
  );

  test(
    'changes no client by being asked',
    covers('GET-07', 'authorize'),
    given(redirects, ({ aftermath }) => expect(aftermath).toHold()),
  );

  test(
    'gives no code to the registered without a sign-in',
    covers('AUTHORIZE-06'),
    given(redirects, ({ own }) => {
      for (const [what, { answer }] of own) expect(answer, what).toSendNoCode();
    }),
  );

  test(
    'sends nobody to what is not registered',
    covers('AUTHORIZE-03', 'deep'),
    given(unregistered, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'sends nobody to what looks registered',
    covers('AUTHORIZE-04', 'deep'),
    given(similar, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'sends nobody to what others registered',
    covers('AUTHORIZE-05', 'deep'),
    given(elsewhereRegistered, (evidence) => {
      for (const presented of evidence) expect(presented, presented.uri).toSendNobodyThere();
    }),
  );

  test(
    'gives nobody a code who has not signed in',
    covers('AUTHORIZE-06', 'deep'),
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

  test('sends users back where they came from', covers('AUTHORIZE-08'), holds(errorRedirects));
});
