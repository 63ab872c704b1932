/** What may come of reading something stored that is not what it should be: an answer, or an error with a code; nothing else. */

import { expect } from 'vitest';
import { SoswError } from '../../../src/domain/errors.js';

/** The answer, or the typed error in its place. Any other error, and a prototype that was changed, fails the test. */
export async function answerOrRefusal<Answer>(ask: () => Answer | Promise<Answer>): Promise<Answer | SoswError> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SoswError)) throw error;
    expect(error.code).toMatch(/^[a-z_]+\.[a-z_]+$/);
    return error;
  } finally {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect('polluted' in {}).toBe(false);
  }
}

/** Texts that damage, other programs and other times leave in a column or a file. */
export const ODD_TEXTS: readonly string[] = [
  '',
  ' ',
  'null',
  '5',
  '"text"',
  '[]',
  '{}',
  '{"a":',
  '[[1,2],[3]]',
  '[[1,-2]]',
  '[["__proto__",{}]]',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"name":1,"message":null}',
  '{"name":"E"}',
  "{'a': None}",
  '\u0000',
  '\uFFFD\uFEFF\u{1F600}',
  '../../etc/passwd',
  '1e999',
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'x'.repeat(1_000_000),
];
