/** Errors of the product: typed, with a code that stays, the path of the offending key, and what was expected there. */

/**
 * Anything the product refuses or cannot do. `code` is stable (`job.period`, `config.value`, `store.unavailable`), so callers may
 * switch over it; `message` is for people and may change.
 */
export class SoswError extends Error {
  readonly code: string;
  /** True where the same call may succeed later without a change by anyone. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** What a caller gave is wrong: nothing was written. Entry points answer with exit code 3. */
export class RefusedError extends SoswError {
  /** Where in the input: `job.sections.a.max_stores_per_batch`. Empty for the whole input. */
  readonly path: string;
  readonly expected: string;

  constructor(code: string, details: { path: string; expected: string; found?: unknown; hint?: string }) {
    const found = details.found !== undefined ? `, found ${shown(details.found)}` : '';
    const hint = details.hint === undefined ? '' : `. ${cut(details.hint, WORDS_MAX)}`;
    const path = details.path === '' ? 'input' : cut(details.path, PATH_MAX);
    super(code, `${path}: expected ${cut(details.expected, WORDS_MAX)}${found}${hint}`);
    this.path = details.path;
    this.expected = details.expected;
  }
}

/** Characters of what a message repeats from outside: keys and values may be of any length, messages go into logs. */
const FOUND_MAX = 80;
const PATH_MAX = 300;
const WORDS_MAX = 1000;

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 3)}...` : text);

/** A value as an error message shows it: JSON, cut at 80 characters; numbers as they are, for NaN has none. What has no JSON (a circle, too deep a nesting) must not hide the refusal. */
function shown(value: unknown): string {
  try {
    const isNumber = typeof value === 'bigint' || typeof value === 'number';
    return cut(isNumber ? String(value) : (JSON.stringify(value) ?? String(value)), FOUND_MAX);
  } catch {
    return 'a value that has no JSON';
  }
}
