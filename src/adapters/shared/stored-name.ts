/** Names of parameters and secrets, checked before they become part of a request. */

import { RefusedError } from '../../domain/errors.js';

/** Segments between slashes. No colon: behind one AWS reads a version or the rest of an ARN. */
const STORED_NAME = /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;
const NAME_MAX = 500;

/** The name behind the prefix. Refuses (`code`) everything but letters, digits, `_`, `-`, `.` and single slashes between them. */
export function storedName(code: string, prefix: string, name: string): string {
  if (STORED_NAME.test(name) && name.length <= NAME_MAX) return prefix + name;
  const expected = `at most ${NAME_MAX} letters, digits, "_", "-", ".", and "/" between them`;
  throw new RefusedError(code, { path: 'name', expected, found: name });
}
