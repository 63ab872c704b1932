/** The text by which the tasks of a group are found again: a search looks into an error's name and into its message, each by itself. */

/** Shorter ones would find anything. */
const LEAST = 4;

/**
 * The longest part of the group's message that is the same in all its errors (what varies stands there as `…`), or else the error's name.
 * Undefined where there is none: such tasks had no error.
 */
export function textOfGroup(error: string): string | undefined {
  const [, name, message] = /^([^\s:]+): (.*)$/s.exec(error) ?? [];
  if (name === undefined || message === undefined) return undefined;
  const parts = message.split('…').map((part) => part.trim());
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), '');
  return longest.length >= LEAST ? longest : name;
}
