/** How large and how deep a document may be, whatever it was read from. Needs no reader, since it goes into every function's bundle. */

/** Levels of maps and lists in a file, as in a job. The reader calls itself for each; at some 800 the call stack is full. */
export const NESTING_MAX = 500;

/** Values of a file with all anchors in place. Jobs may have millions of values: they come as JSON, which has no anchors. */
export const VALUES_MAX = 1_000_000;

/** Whether a value with all anchors in place is larger or deeper than a file may be; one that holds itself is. */
export function isTooLarge(value: unknown): boolean {
  const { values, levels } = sizeOf(value, new Map(), 0);
  return values > VALUES_MAX || levels > NESTING_MAX;
}

interface Size {
  /** What an anchor repeats counts each time. */
  readonly values: number;
  readonly levels: number;
}

const ENDLESS: Size = { values: Number.POSITIVE_INFINITY, levels: Number.POSITIVE_INFINITY };

/** `level` is how far this walk has come; what it has measured already, it passes over. */
function sizeOf(value: unknown, known: Map<object, Size>, level: number): Size {
  if (typeof value !== 'object' || value === null) return { values: 1, levels: 0 };
  const before = known.get(value);
  if (before !== undefined) return before;
  if (level > NESTING_MAX) return ENDLESS;
  known.set(value, ENDLESS);
  let values = 1;
  let levels = 0;
  for (const part of Object.values(value)) {
    const size = sizeOf(part, known, level + 1);
    values += size.values;
    levels = Math.max(levels, size.levels);
  }
  const size = { values, levels: levels + 1 };
  known.set(value, size);
  return size;
}
