import { OPERATIONS, READS, requirementOf, WRITES } from '../fixtures/api/names.ts';
import { NOTHING_SEEN } from '../fixtures/session/observed.ts';
import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { across, listsAtOnce } from './scenarios/both-sides.ts';
import { createdForTwo, listForOther, listsBehindOwn, updatedForOther } from './scenarios/foreign.ts';
import {
  forgedThere,
  narrowThere,
  publicThere,
  refusedThere,
  unregisteredThere,
  usedThere,
} from './scenarios/guards-there.ts';
import { lifeThere, madeThere, namesakeThere, tokenOfTheirEndpoint } from './scenarios/life-there.ts';
import { afterPartition, inPartition } from './scenarios/refusals.ts';
import { SPARING } from './scenarios/scopes.ts';
import { foreignWithNilId } from './scenarios/variations/index.ts';

for (const [requirement, whose] of [
  ['X1', 'nobody'],
  ['X2', 'somebody else'],
] as const) {
  test.describe(`The organization of ${whose}`, () => {
    for (const operation of READS) {
      test(
        `shows nothing to ${operation}`,
        covers(requirementOf(operation, requirement)),
        given(inPartition(operation, whose), (evidence) => expect(evidence).toRevealNothing()),
      );
    }

    for (const operation of WRITES) {
      test(
        `refuses ${operation}`,
        covers(requirementOf(operation, requirement)),
        given(inPartition(operation, whose), (evidence) => expect(evidence).toBeRefusedOrDone()),
      );

      test(
        `is no way to ${operation} here`,
        covers(requirementOf(operation, requirement)),
        holds(afterPartition(operation, whose)),
      );
    }
  });
}

test.describe('The organization of nobody, in the path alone', () => {
  test(
    'refuses update, whatever the body names',
    covers('UPDATE-X1'),
    given(inPartition('update', 'nobody, in the path alone'), (evidence) => expect(evidence).toBeRefused()),
  );
});

test.describe('The organization of nobody, by the id of none', () => {
  test('shows nobody else’s clients to list', covers('LIST-X1'), holds(foreignWithNilId));
});

test.describe('The organization of somebody else, asked for in other ways', () => {
  test(
    'shows nothing to list in capitals',
    covers('LIST-X2'),
    given(inPartition('list', 'somebody else, in capitals'), (evidence) => expect(evidence).toRevealNothing()),
  );

  test(
    'shows nothing to a token with one scope',
    covers('LIST-X2'),
    given(inPartition('list', 'somebody else, with one scope'), (evidence) => expect(evidence).toRevealNothing()),
  );

  test('shows nothing to a client of this one that signs in there', covers('LIST-X2'), holds(tokenOfTheirEndpoint));

  test('gets no client by an update that names it in its body', covers('UPDATE-X2'), holds(updatedForOther));

  test(
    'shows nothing behind the own',
    covers('LIST-X2', 'deep'),
    given(listsBehindOwn, (evidence) => {
      for (const answer of evidence) expect(answer).toRevealNothing();
    }),
  );

  test('shows nothing to a list that names it in its body', covers('LIST-X2', 'deep'), holds(listForOther));

  test('gets no client of a create that names it last', covers('CREATE-X2'), holds(createdForTwo('first')));

  test('gets no client of a create that names it first', covers('CREATE-X2', 'deep'), holds(createdForTwo('last')));

  for (const operation of WRITES.filter((one) => !SPARING.includes(one))) {
    test(
      `refuses ${operation} in capitals`,
      covers(requirementOf(operation, 'X2')),
      given(inPartition(operation, 'somebody else, in capitals'), (evidence) => expect(evidence).toBeRefusedOrDone()),
    );
  }
});

test.describe('The organization of somebody else', () => {
  for (const operation of OPERATIONS) {
    test(
      `is told from none by ${operation} by nobody`,
      covers(requirementOf(operation, 'X3')),
      given(
        { known: inPartition(operation, 'somebody else'), unknown: inPartition(operation, 'nobody') },
        ({ known, unknown }) => expect(known).toAnswerLike(unknown),
      ),
    );
  }
});

test.describe('Two organizations, from both sides', () => {
  for (const operation of OPERATIONS) {
    test(
      `keep what they own from ${operation} of the other`,
      covers(requirementOf(operation, 'X4')),
      given(across(operation), ({ answers, effects }) => {
        for (const [way, answer] of Object.entries(answers)) {
          if (operation === 'list' || operation === 'get') expect(answer, way).toRevealNothing();
          else expect(answer, way).toBeRefusedOrDone();
        }
        for (const effect of effects ?? []) expect(effect).toHold();
      }),
    );
  }
});

test.describe('Lists of two organizations', () => {
  test('hold clients of their own when both are asked for at once', covers('LIST-X4'), holds(listsAtOnce));
});

test.describe('A client of the second organization', () => {
  test(
    'has the scopes that were asked for',
    covers('CREATE-07'),
    given(lifeThere, ({ created, asked }) => expect(created).toShowScopes(asked.scopes)),
  );

  test(
    'has a first secret that works',
    covers('CREATE-10'),
    given(usedThere, ({ first }) => expect(first).toBeAcceptedWhereGiven()),
  );

  test(
    'is given another secret that works',
    covers('GENSECRET-07'),
    given(usedThere, ({ generated }) => expect(generated).toBeAcceptedWhereGiven()),
  );

  test(
    'shows a generated secret as requested',
    covers('GENSECRET-06'),
    given(madeThere, ({ detail, made }) => expect(detail).toRecordSecret(made.id, made.asked)),
  );

  test(
    'is shown as public where it was asked for as public',
    covers('CREATE-16'),
    given(publicThere, ({ asked, detail }) => expect(detail).toShow({ name: asked.name, isConfidential: false })),
  );

  test(
    'stays when one of its name is deleted in the first organization',
    covers('DELETE-05'),
    given(namesakeThere, ({ name, detail }) => expect(detail).toShow({ name })),
  );

  test(
    'is renamed by an update',
    covers('UPDATE-03'),
    given(lifeThere, ({ update, updated, change }) => {
      expect(update).toSucceed();
      expect(updated).toShow({ name: change.name });
    }),
  );

  test(
    'has no secret any more that was deleted',
    covers('DELSECRET-04'),
    given(lifeThere, ({ deletedUse }) => expect(deletedUse).toBeTurnedAwayWhereGiven()),
  );

  test(
    'is gone when it is deleted',
    covers('DELETE-03'),
    given(lifeThere, ({ deletion, gone, wasTaken }) => {
      if (wasTaken) return expect(NOTHING_SEEN).toHold();
      expect(deletion).toSucceed();
      expect(gone).toBeRefused();
    }),
  );

  test(
    'has no secret any more when it is deleted',
    covers('DELETE-07'),
    given(lifeThere, ({ lastUse }) => expect(lastUse).toBeTurnedAwayWhereGiven()),
  );
});

test.describe('The guards of the second organization', () => {
  test(
    'give a wrong secret no token',
    covers('TOKEN-01'),
    given(refusedThere, ({ wrong }) => expect(wrong).toBeTurnedAwayWhereGiven()),
  );

  test(
    'give an expired secret no token',
    covers('GENSECRET-10'),
    given(refusedThere, ({ expired }) => expect(expired).toBeTurnedAwayWhereGiven()),
  );

  test(
    'give a public client without a secret no token',
    covers('TOKEN-03'),
    given(refusedThere, ({ ofPublic }) => expect(ofPublic).toBeTurnedAwayWhereGiven()),
  );

  test(
    'grant no scope that is not registered',
    covers('TOKEN-04'),
    given(unregisteredThere, ({ answer, scope }) => expect(answer).toGrantIf(false, scope)),
  );

  test(
    'let no forged token in',
    covers('GENSECRET-A3'),
    given(forgedThere, (answers) => {
      for (const [how, answer] of answers) expect(answer, how).toBeRefused();
    }),
  );

  test(
    'let nobody update who may read alone',
    covers('UPDATE-S2'),
    given(narrowThere, (answer) => expect(answer).toBeRefused()),
  );
});
