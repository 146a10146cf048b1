import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { adjacentClients } from './scenarios/adjacent-clients.ts';
import { createdClient, creation, foundClient, located } from './scenarios/creation.ts';
import { nameAgain, nameReused } from './scenarios/deletion.ts';
import { creationWithoutMember, scopeOfBothTypes, unusualClient, unusualRequest } from './scenarios/kinds.ts';
import { equalCreations, equalCreationsInUse, namelessCreations, namesake } from './scenarios/namesakes.ts';
import { publicCreation, publicLife } from './scenarios/public-clients.ts';
import { firstRecord, runSample } from './scenarios/reading.ts';
import { firstUse } from './scenarios/signing-in.ts';
import { UNUSUAL_KINDS } from './scenarios/unusual-requests.ts';

test.describe('Create a new external client', () => {
  test(
    'never fails without a redirect URI',
    covers('CREATE-B1'),
    given(creationWithoutMember, ({ answer }) => expect(answer).toBeNoServerError()),
  );

  test(
    'answers 201',
    covers('CREATE-01'),
    given(creation, ({ answer }) => expect(answer).toHaveStatus(201)),
  );

  test(
    'labels the created client as JSON',
    covers('CREATE-02'),
    given(createdClient, ({ answer }) => expect(answer).toBeJson()),
  );

  test(
    'answers the created client as documented',
    covers('CREATE-03'),
    given(createdClient, ({ answer }) => expect(answer).toConform('create')),
  );

  test(
    'leaves out nothing that the detail shows',
    covers('CREATE-03'),
    given(createdClient, ({ answer, detail }) => expect(answer).toLeaveOutNothingOf(detail)),
  );

  test(
    'repeats the values asked for',
    covers('CREATE-04'),
    given(createdClient, ({ answer, asked }) =>
      expect(answer).toShow({
        name: asked.name,
        isConfidential: true,
        redirectUri: asked.redirectUri,
      }),
    ),
  );

  test(
    'makes a client that can be read back',
    covers('CREATE-05'),
    given(createdClient, (created) => expect(created).toExist()),
  );

  test(
    'keeps the values asked for',
    covers('CREATE-06'),
    given(foundClient, ({ detail, asked, stored }) => expect(detail).toBeStoredAsAsked(asked, stored)),
  );

  test(
    'grants exactly the scopes asked for',
    covers('CREATE-07'),
    given(foundClient, ({ detail, asked, stored }) => expect(detail).toHaveScopesStored(asked, stored)),
  );

  test(
    'shows exactly the scopes asked for',
    covers('CREATE-08'),
    given(createdClient, ({ answer, asked }) => expect(answer).toShowScopes(asked.scopes)),
  );

  test(
    'gives a confidential client its secret',
    covers('CREATE-09'),
    given(createdClient, ({ answer }) => expect(answer).toGiveSecret()),
  );

  test(
    'gives a secret that obtains a token',
    covers('CREATE-10'),
    given(firstUse, (evidence) => expect(evidence).toBeAccepted()),
  );

  test(
    'gives a public client no secret',
    covers('CREATE-11'),
    given(publicLife, ({ answer, detail }) => {
      expect(answer).toGiveNoSecret();
      expect(detail).toRecordSecrets([]);
    }),
  );

  test(
    'changes no other client',
    covers('CREATE-12'),
    given(createdClient, (created) => expect(created).toDisturbNobody()),
  );

  test(
    'changes no client made before it',
    covers('CREATE-12'),
    given(adjacentClients, ({ harms }) => expect(harms.create).toHold()),
  );

  test(
    'gives every client an id of its own',
    covers('CREATE-13'),
    given(runSample, ({ ids }) => expect(ids).toBeAllDifferent('id')),
  );

  test(
    'gives every client a secret of its own',
    covers('CREATE-13'),
    given(runSample, ({ values }) => expect(values).toBeAllDifferent('secret')),
  );

  test(
    'gives clients of their own to requests that are the same, or refuses them',
    covers('CREATE-13'),
    given(equalCreations, ({ requests, twins }) => {
      for (const { which, answer } of requests) expect(answer, which).toBeDoneOrRefused(201);
      expect(twins.map(({ id }) => id.toLowerCase())).toBeAllDifferentWhereGiven('id');
      expect(twins.flatMap(({ secret }) => secret ?? [])).toBeAllDifferentWhereGiven('secret');
    }),
  );

  test(
    'gives a secret that obtains a token to a request that was sent before',
    covers('CREATE-10'),
    given(equalCreationsInUse, (uses) => {
      for (const { which, use } of uses) expect(use, which).toBeAccepted();
    }),
  );

  test(
    'records the first secret once',
    covers('CREATE-14'),
    given(firstRecord, ({ detail }) => expect(detail).toRecordCount(1)),
  );

  test(
    'records when the first secret was created',
    covers('CREATE-14'),
    given(firstRecord, ({ answer, record }) => expect(answer).toHappenAt(record?.creationTime)),
  );

  for (const kind of UNUSUAL_KINDS) {
    test(
      `answers 201 for a client with ${kind}`,
      covers('CREATE-15'),
      given(unusualRequest(kind), ({ answer }) => expect(answer).toHaveStatus(201)),
    );

    test(
      `keeps a client with ${kind} exactly`,
      covers('CREATE-15'),
      given(unusualClient(kind), ({ detail, asked }) => {
        expect(detail).toShow({
          name: asked.name,
          isConfidential: asked.isConfidential,
          redirectUri: asked.redirectUri,
        });
        expect(detail).toShowScopes(asked.scopes);
      }),
    );
  }

  test(
    'leaves a client of the same name as it was',
    covers('CREATE-12'),
    given(namesake, ({ between, id, asked, stored }) => {
      expect(between).toHoldOnce(id);
      expect(between).toGoOnShowing(id, asked, stored);
    }),
  );

  test(
    'answers 201 for a public client',
    covers('CREATE-01'),
    given(publicCreation, ({ answer }) => expect(answer).toHaveStatus(201)),
  );

  test(
    'keeps the values asked for a public client',
    covers('CREATE-16'),
    given(publicLife, (publicClient) => {
      const { asked, detail } = publicClient;
      expect(detail).toShow({ name: asked.name, isConfidential: false, redirectUri: asked.redirectUri });
      expect(detail).toShowScopes(asked.scopes);
    }),
  );

  test(
    'refuses a name that is none',
    covers('CREATE-18'),
    given(namelessCreations, (requests) => {
      for (const { which, answer } of requests) expect(answer, which).toBeRefused();
    }),
  );

  test(
    'carries out, or refuses, a create with the name of a deleted client',
    covers('CREATE-01'),
    given(nameAgain, ({ answer }) => expect(answer).toBeDoneOrRefused(201)),
  );

  test('registers one scope for users and for applications', covers('CREATE-20'), holds(scopeOfBothTypes));

  test(
    'gives a new client no scope of a deleted one of its name',
    covers('CREATE-08'),
    given(nameReused, ({ answer, asked }) => expect(answer).toShowScopes(asked.scopes)),
  );

  test(
    'gives the name of a deleted client again',
    covers('CREATE-19'),
    given(nameAgain, ({ answer }) => expect(answer).toSucceed()),
  );

  test(
    'forbids caching of the secret',
    covers('CREATE-17'),
    given(createdClient, ({ answer }) => expect(answer).toForbidCaching()),
  );

  test('names the address at which the client is found', covers('CREATE-H1'), holds(located));
});
