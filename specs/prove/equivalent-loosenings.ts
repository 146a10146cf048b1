/** Keywords that no answer of a tenant can need, with the reason. */
export const equivalentLoosenings: readonly { readonly place: RegExp; readonly reason: string }[] = [
  {
    place: /^[a-zA-Z]+\.request\.schema\.json#/,
    reason: 'It describes what callers send; no answer is judged by it.',
  },
  {
    place: /^newSecretString\.schema\.json#/,
    reason:
      'It describes the answer that one heading prints for a GET, which every reading takes for a mistake (K2, K4).',
  },
];
