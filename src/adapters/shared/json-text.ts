/** JSON out of a column or a file that others may have written to. */

/** The value of the text; undefined for what is no JSON. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
