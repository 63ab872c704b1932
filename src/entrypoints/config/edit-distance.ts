/** How far apart two words are, for finding the one that was meant. */

/** Insertions, deletions, replacements and swaps of neighbours that make one word of the other (optimal string alignment). */
export function editDistance(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const costs = [at(row, j - 1) + 1, at(last, j) + 1, at(last, j - 1) + (same ? 0 : 1)];
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        costs.push(at(beforeLast, j - 2) + 1);
      }
      row.push(Math.min(...costs));
    }
    beforeLast = last;
    last = row;
  }
  return at(last, other.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;

/** Slips of the finger in a word of this length; a short word is soon another word. */
const slips = (word: string): number => (word.length < 6 ? 1 : 2);

/** The nearest of the words, if it is near enough to have been meant. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    // At least so many insertions: a key as long as a document must not cost its length times every known word.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= slips(candidate))
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ candidate, distance }) => distance > 0 && distance <= slips(candidate))
    .sort((one, other) => one.distance - other.distance);
  return ranked[0]?.candidate;
}
