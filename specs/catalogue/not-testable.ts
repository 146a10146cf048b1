/** Why a title promises nothing that a tenant could break. */
const NAME = 'It names the operation; what it promises stands in the passages below it.';
const LINK = 'It points to another page on how to get a token, which this document does not specify.';

const HEADINGS = ['list', 'get', 'update', 'delete', 'create', 'newSecret', 'deleteSecret'];

/**
 * Passages of the document that no test of a tenant can verify, by id (a trailing `*` stands for a whole branch), each with
 * the reason. A passage is either here or cited by a requirement, never both.
 */
export const notTestable: Readonly<Record<string, string>> = {
  'page/title': 'It names the page.',
  'page/sentence/1': 'It introduces the page with the promise of its first operation, which is verified there.',
  ...Object.fromEntries(HEADINGS.map((heading) => [`${heading}/title`, NAME])),
  ...Object.fromEntries([...HEADINGS, 'generateSecret'].map((heading) => [`${heading}/note/1`, LINK])),
  'generateSecret/title': 'It is wrong: path, body and answer below it concern a secret, not a client.',
  'create/request/clientCertificates':
    'The page prints an empty object for a certificate, so no valid one can be made up.',
  'newSecret/scope/*':
    'They contradict the scopes that the details print for the same method and path; which ones the tenant asks for is a reading.',
  'newSecret/response/200/body':
    'A bare string contradicts the object that GenerateSecret prints for the same operation; what the tenant answers is a reading.',
};
