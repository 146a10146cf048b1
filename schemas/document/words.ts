/** What the sentences of the document say, in our words, by the id of the passage; `*` stands for any operation. */
const WORDS: Readonly<Record<string, string>> = {
  'page/sentence/1': 'The page is about reading all external clients of an organization.',
  '*/scope/rule': 'Any one of the scopes that follow is enough.',
  '*/note/1': 'The access token comes from one of the authentication methods that another page describes.',

  'list/sentence/1': 'Returns every external client of one organization.',
  'list/request/sentence/1': 'The body names the organization whose clients are listed.',
  'list/response/sentence/1': 'The clients of the organization asked for have been read.',

  'get/sentence/1': 'Returns one client of an organization, from which the id of its oldest secret can be learnt.',
  'get/request/sentence/1': 'The body names the organization and the client that is read.',
  'get/response/sentence/1': 'The client has been read.',

  'update/sentence/1': 'Changes name, redirect address, scopes or certificates of a client.',
  'update/request/sentence/1': 'The body names the organization and the client that is changed.',
  'update/response/sentence/1': 'The client asked for has been changed.',

  'delete/sentence/1': 'Removes one client, the one that is named.',
  'delete/request/sentence/1': 'The body names the organization and the client that is removed.',
  'delete/response/sentence/1': 'The client has been removed.',
  'delete/response/sentence/2': 'The answer has no content.',

  'create/sentence/1': 'Makes a new client.',
  'create/request/sentence/1':
    'The body says organization, name, whether the client is confidential, redirect address, scopes and certificates.',
  'create/response/sentence/1': 'The client has been made.',

  'newSecret/sentence/1': 'Makes a new secret for a client that exists.',
  'newSecret/request/sentence/1': 'The body names the organization and the client that gets the secret.',
  'newSecret/response/sentence/1': 'The secret has been made for the client that was named.',

  'generateSecret/sentence/1': 'Says that it makes a new client; body, path and answer show that it makes a secret.',
  'generateSecret/request/sentence/1': 'The body says client, description of the secret, and organization.',
  'generateSecret/response/sentence/1': 'A new secret has been made for the client that was named.',

  'deleteSecret/sentence/1': 'Removes one secret of a client.',
  'deleteSecret/request/sentence/1': 'The body names the organization and the secret that is removed.',
  'deleteSecret/response/sentence/1': 'The secret has been removed.',
  'deleteSecret/response/sentence/2': 'The answer has no content.',
};

/** Our words for a passage, if it is a sentence that this suite knows. */
export function wordsOf(id: string): string | undefined {
  return WORDS[id] ?? WORDS[id.replace(/^[^/]+/, '*')];
}
