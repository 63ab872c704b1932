/** What a call refuses, as data: for tests that compare the code and the path of an error. */

import { RefusedError } from '../../../src/domain/errors.js';

export function refusal(call: () => unknown): { code: string; path: string } | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof RefusedError) return { code: error.code, path: error.path };
    throw error;
  }
  return undefined;
}
