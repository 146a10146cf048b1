import { covers, expect, given, holds, test } from '../fixtures/test.ts';
import { foundClient, shownDetail } from './scenarios/creation.ts';
import { unusualListed } from './scenarios/kinds.ts';
import { namesake } from './scenarios/namesakes.ts';
import { newsOfChanges } from './scenarios/news.ts';
import { listedReadable, listRead, readableList, reading, readingLists } from './scenarios/reading.ts';
import { lastSecretDeletion } from './scenarios/secret-deletions.ts';
import { generatedSecret } from './scenarios/secrets.ts';
import { updatedClient } from './scenarios/updating.ts';

test.describe('List all external clients', () => {
  test(
    'answers 200',
    covers('LIST-01'),
    given(listRead, (listing) => expect(listing).toHaveStatus(200)),
  );

  test(
    'labels the list as JSON',
    covers('LIST-02'),
    given(readableList, (listed) => expect(listed).toBeJson()),
  );

  test(
    'answers an array of clients as documented',
    covers('LIST-03'),
    given(readableList, (listed) => expect(listed).toConform('list')),
  );

  test(
    'leaves out nothing that the detail shows',
    covers('LIST-03'),
    given(shownDetail, ({ list, detail, id }) => expect(list).toLeaveOutNothingOf(detail, id)),
  );

  test(
    'holds a created client once',
    covers('LIST-04'),
    given(foundClient, ({ list, id }) => expect(list).toHoldOnce(id)),
  );

  test(
    'shows the values of a client',
    covers('LIST-05'),
    given(foundClient, ({ list, id, asked, stored }) => expect(list).toAgreeInList(id, asked, stored)),
  );

  test(
    'hides the values of secrets',
    covers('LIST-06'),
    given(generatedSecret, ({ list, client, made }) =>
      expect(list).toHideSecrets([client.secret, made.value], client.id),
    ),
  );

  test(
    'hides the values of secrets after an update',
    covers('LIST-06', 'update'),
    given(updatedClient, ({ list, client, newer }) =>
      expect(list).toHideSecrets([client.secret, newer?.value], client.id),
    ),
  );

  test(
    'holds clients of every kind once',
    covers('LIST-04'),
    given(unusualListed, ({ list, clients }) => {
      for (const { id, kind } of clients) expect(list, kind).toHoldOnce(id);
    }),
  );

  test(
    'shows the values of clients of every kind',
    covers('LIST-05'),
    given(unusualListed, ({ list, clients }) => {
      for (const { id, asked, detail } of clients) expect(list).toShowLikeDetail(id, asked, detail);
    }),
  );

  test(
    'holds a client without secrets',
    covers('LIST-04'),
    given(lastSecretDeletion, ({ list, client }) => expect(list).toHoldOnce(client.id)),
  );

  test(
    'shows a client without secrets as its detail does',
    covers('LIST-05'),
    given(lastSecretDeletion, ({ list, client, before }) =>
      expect(list).toShowLikeDetail(client.id, client.asked, before),
    ),
  );

  test(
    'holds two clients of the same name',
    covers('LIST-04'),
    given(namesake, ({ between, twin }) => expect(between).toHoldOnce(twin)),
  );

  test('holds no client that cannot be read', covers('LIST-13'), holds(listedReadable));

  test(
    'agrees with the detail on resources and secrets',
    covers('LIST-09'),
    given(generatedSecret, ({ list, detail }) => expect(list).toAgreeWithDetail(detail)),
  );

  test(
    'agrees with the detail of a client without secrets',
    covers('LIST-09'),
    given(lastSecretDeletion, ({ list, before }) => expect(list).toAgreeWithDetail(before)),
  );

  test(
    'agrees with the detail of a client that shares its name with another one',
    covers('LIST-09'),
    given(namesake, ({ between, detail }) => expect(between).toAgreeWithDetail(detail)),
  );

  test(
    'accepts the documented header and body',
    covers('LIST-10'),
    given(reading, ({ documentedList }) => expect(documentedList).toHaveStatus(200)),
  );

  test(
    'changes no client',
    covers('LIST-11'),
    given(readingLists, ({ before, afterLists }) => expect(afterLists).toBeUnchangedSince(before)),
  );

  test(
    'tells who asks for what is new of an update',
    covers('LIST-12'),
    given(newsOfChanges, ({ updateInList }) => expect(updateInList).toTellNews()),
  );

  test(
    'shows the new state after an update',
    covers('LIST-12'),
    given(updatedClient, ({ list, client, change, stored }) => expect(list).toAgreeInList(client.id, change, stored)),
  );
});
