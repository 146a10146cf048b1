import type { Reading } from './types.ts';

/** Contradictions and gaps whose reading a run observes. */
export const observedReadings = {
  K5: {
    question: 'Does PM.OAuthSecret.Write, which one heading names, suffice for the operations on secrets?',
    heading: 'newSecret',
    part: 'Scopes',
    operation: 'generateSecret',
    candidates: {
      sufficient: 'both spellings suffice',
      insufficient: 'PM.OAuthAppSecret.Write alone is the name of the scope',
      unknown: 'the token endpoint knows no such scope',
    },
  },
  'K6-request': {
    question: 'May the body of an update repeat the ids of the path, which is all that the page prints as its request?',
    heading: 'update',
    part: 'Request body',
    operation: 'update',
    candidates: {
      'ids-accepted': 'the ids are accepted next to the members to change',
      'ids-refused': 'only the members to change are accepted',
    },
    printed: 'ids-accepted',
  },
  K8: {
    question: 'What does an update answer: the printed block, the client, or nothing?',
    heading: 'update',
    part: 'Responses > 200',
    operation: 'update',
    candidates: {
      'printed-block': 'name, redirectUri, scopes and clientCertificates',
      client: 'the updated client in the shape of the detail',
      empty: 'no body',
      other: 'some other JSON',
    },
    printed: 'printed-block',
  },
  K11: {
    question: 'Must GET and DELETE carry the bodies that the page prints for them?',
    heading: 'list',
    part: 'Request body',
    operation: 'list',
    candidates: { optional: 'they work without a body', required: 'they are refused without the printed body' },
  },
  K13: {
    question: 'Does the list show resources and secrets, or a summary?',
    heading: 'list',
    part: 'Responses > 200',
    operation: 'list',
    candidates: { full: 'the list shows resources and secrets', summary: 'the list leaves resources or secrets out' },
    printed: 'full',
  },
  K14: {
    question: 'How do reads show the member "secret", whose value is shown only where it is made?',
    heading: 'get',
    part: 'Responses > 200 > secret',
    operation: 'get',
    candidates: {
      masked: 'as a text that is not the value',
      null: 'as null',
      empty: 'as an empty text',
      absent: 'not at all',
    },
  },
  K15: {
    question: 'Is the type of a scope shown as a name or as a number?',
    heading: 'get',
    part: 'Responses > 200 > resources > scopes > type',
    operation: 'get',
    candidates: {
      name: 'user or application, in lower case',
      'name-in-other-case': 'User, USER and the like',
      number: '0 for user, 1 for application',
      other: 'something else',
    },
    printed: 'name',
  },
  'K15-request': {
    question: 'How must the type of a scope be written in requests, so that its client can be put to use?',
    heading: 'create',
    part: 'Request body > scopes > type',
    operation: 'create',
    candidates: {
      printed: 'as "user", as printed',
      'other-string': 'as another name',
      integer: 'as a number',
    },
    printed: 'printed',
  },
  K16: {
    question: 'Is an empty list of clientCertificates accepted, whose items the page leaves open?',
    heading: 'create',
    part: 'Request body > clientCertificates',
    operation: 'create',
    candidates: { accepted: 'accepted', refused: 'refused; the member must be left out' },
    printed: 'accepted',
  },
  K17: {
    question: 'In which order does the detail show secrets, of which the page wants to name the oldest?',
    heading: 'get',
    part: 'Responses > 200 > secrets',
    operation: 'get',
    candidates: { 'oldest-first': 'oldest first', 'newest-first': 'newest first', other: 'in no order of age' },
  },
  'second-delete': {
    question: 'What does deleting a client answer when it is already gone?',
    heading: 'delete',
    part: 'Responses',
    operation: 'delete',
    candidates: { '404': 'not found', '204': 'done already', other: 'another refusal' },
  },
  'no-expiry': {
    question: 'Does a secret expire that was asked for without an expiry?',
    heading: 'generateSecret',
    part: 'Request body > expiryTime',
    operation: 'generateSecret',
    candidates: { never: 'never', default: 'after a time of the tenant’s own, which the answer states' },
  },
  'past-expiry': {
    question: 'May a secret be generated whose expiry has passed already?',
    heading: 'generateSecret',
    part: 'Request body > expiryTime',
    operation: 'generateSecret',
    candidates: { accepted: 'yes, and it is never accepted', refused: 'no' },
  },
  'duplicate-name': {
    question: 'May two clients have the same name?',
    heading: 'create',
    part: 'Request body > name',
    operation: 'create',
    candidates: { allowed: 'yes', refused: 'no' },
  },
  'partial-update': {
    question: 'What becomes of the redirect URI when an update leaves it out?',
    heading: 'update',
    part: 'Request body',
    operation: 'update',
    candidates: { kept: 'it stays', cleared: 'it is removed', refused: 'such an update is refused' },
  },
  'public-secret': {
    question: 'Is a secret generated for a public client?',
    heading: 'generateSecret',
    part: 'Request body > clientId',
    operation: 'generateSecret',
    candidates: { refused: 'no', generated: 'yes' },
  },
  'grant-beyond-own': {
    question: 'May a caller register clients for scopes that its own token does not hold?',
    heading: 'update',
    part: 'Scopes',
    operation: 'update',
    candidates: { granted: 'yes', refused: 'no', unknown: 'it could not be seen' },
  },
  'foreign-organization': {
    question: 'How is a request for an organization refused that the token does not belong to?',
    heading: 'list',
    part: 'Request body > partitionGlobalId',
    operation: 'list',
    candidates: { '403': 'forbidden', '404': 'not found', other: 'otherwise' },
  },
} as const satisfies Record<string, Reading>;

export type ReadingId = keyof typeof observedReadings;

/** Ids of the readings that a run observes. */
export const readingIds = Object.keys(observedReadings) as readonly ReadingId[];

/** The requirement that some candidate of a reading holds. */
export function readingRequirement(id: ReadingId): `READING-${Uppercase<ReadingId>}` {
  return `READING-${id.toUpperCase()}` as `READING-${Uppercase<ReadingId>}`;
}

/** Contradictions on which the suite takes a fixed position, because only one reading can be implemented or is safe. */
export const settledReadings: Readonly<Record<string, { readonly contradiction: string; readonly position: string }>> =
  {
    K1: {
      contradiction: 'The endpoint printed for the detail is that of the list, which cannot name a client.',
      position: 'The detail is read at {partitionGlobalId}/{clientId}, the address that another heading prints.',
    },
    K2: {
      contradiction: 'One heading generates a secret by GET at the address of the detail.',
      position: 'GET is the detail and safe (RFC 9110, 9.2.1); it must never change the number of secrets.',
    },
    K3: {
      contradiction:
        'The heading on POST GenerateSecret speaks of generating a client; its text and payloads of a secret.',
      position: 'The operation generates a secret.',
    },
    K4: {
      contradiction: 'Generating a secret answers a bare string under one heading and an object under another.',
      position: 'POST GenerateSecret answers the object; the bare string belongs to the heading of K2.',
    },
    K7: {
      contradiction: 'The answer to an update begins with labels of a documentation tool.',
      position: 'They are residue of copying and not part of the payload.',
    },
    K9: {
      contradiction: 'The example body of the detail lacks a comma.',
      position: 'It is read as if the comma stood there.',
    },
    K10: {
      contradiction: 'The example answer of GenerateSecret lacks its closing brace.',
      position: 'It is read as if the brace stood there.',
    },
    K12: {
      contradiction: 'Scopes are sent as a flat list and shown grouped by resource.',
      position: 'Both are compared as sets of names.',
    },
    K18: {
      contradiction: 'In the example of GenerateSecret the expiry shown is not the expiry asked for.',
      position: 'The example holds made-up values; the expiry asked for must be kept.',
    },
    K19: {
      contradiction: 'A created client answers 201, a generated secret 200.',
      position: 'Each status is demanded as printed.',
    },
    K20: {
      contradiction: 'No refusal is described anywhere.',
      position: 'Any 4xx is a refusal; a server error, an effect and a leak are violations.',
    },
    K21: {
      contradiction: 'The scopes are missing from the published tables of scopes.',
      position: 'The scopes of this page are demanded.',
    },
    K22: {
      contradiction: 'The organization is said to stand in the body and stands in the path of five operations.',
      position: 'It is sent in both places where both are printed.',
    },
    leniency: {
      contradiction: 'Nothing says which input is bad.',
      position: 'Bad input that is accepted is a warning, never a violation.',
    },
  };
