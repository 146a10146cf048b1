/** The known word with the fewest edits, of several the one that begins alike the longest, when it is close enough to be meant: `most` edits at the utmost. */
export function nearest(
  word: string,
  known: readonly string[],
  most = Math.max(2, word.length / 3),
): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({
      candidate,
      edits: distance(wanted, candidate.toLowerCase()),
      alike: commonStart(wanted, candidate.toLowerCase()),
    }))
    .sort((a, b) => a.edits - b.edits || b.alike - a.alike);
  const best = ranked[0];
  return best !== undefined && best.edits <= most ? best.candidate : undefined;
}

/** How many characters two texts have in common at the beginning. */
export function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries()) {
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
