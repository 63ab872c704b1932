/** Payloads that the old system wrote into the archive as Python source text: `{'a': None}` for `{"a": null}`. */

/** A text without its closing quote reaches to the end: else each quote in it would be tried as a beginning, at the square of the cost. */
const TOKENS = /'(?:[^'\\]|\\.)*(?:'|(?<open>\\?$))|"(?:[^"\\]|\\.)*(?:"|(?<unclosed>\\?$))|\b(?:None|True|False)\b/gs;
const WORDS: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
]);
/** Of Python's escapes those that `repr` writes. */
const ESCAPES = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs;
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The JSON text of what stands there. What is JSON already, and what is neither, comes back as it is; numbers keep their digits. */
export function jsonOfPythonText(text: string): string {
  if (isJson(text)) return text;
  const json = text.replace(TOKENS, (token, open?: string, unclosed?: string) =>
    (open ?? unclosed) === undefined ? (WORDS.get(token) ?? JSON.stringify(unescaped(token.slice(1, -1)))) : token,
  );
  return isJson(json) ? json : text;
}

const unescaped = (text: string): string =>
  text.replace(ESCAPES, (whole, x?: string, u?: string, wide?: string, letter = '') => {
    const digits = x ?? u ?? wide;
    if (digits === undefined) return LETTERS.get(letter) ?? letter;
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
