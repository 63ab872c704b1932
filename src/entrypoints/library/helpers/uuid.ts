/** Identifiers of the form UUID, version 4. */

import { uuidv4 } from 'zod/mini';

const UUID4 = /* @__PURE__ */ uuidv4();
const WITHOUT_DASHES = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/i;

/**
 * Whether a text is a random UUID (version 4, RFC variant), with its dashes or as 32 hex digits, in either case.
 *
 * @param uuidString The text; any other kind of value is no UUID.
 * @returns True only for version 4: the other versions, and 32 hex digits of any meaning, are false.
 * @example
 * ```ts
 * validateUuid4('5b0f1f6e-6b4c-4c5e-8f1b-2a3b4c5d6e7f'); // true
 * ```
 */
export const validateUuid4 = (uuidString: unknown): uuidString is string =>
  typeof uuidString === 'string' && UUID4.safeParse(uuidString.replace(WITHOUT_DASHES, '$1-$2-$3-$4-$5')).success;
