/** How well a labourer's surroundings do, from 0 Bad to 4 High. Source: the manual's EcologyManager, `ECO_STATUSES`. */

import { RefusedError } from '../errors.js';

/** Higher is better. */
export type EcoStatus = 0 | 1 | 2 | 3 | 4;

/** Every status, worst first. */
export const ECO_STATUSES = [0, 1, 2, 3, 4] as const satisfies readonly EcoStatus[];
/** The worst: what a value counts as that meets no threshold. */
export const BAD: EcoStatus = 0;
/** The middle: by default half of the cap. */
export const MODERATE: EcoStatus = 2;
/** The best: by default the whole cap. */
export const HIGH: EcoStatus = 4;

const NAMES = { 0: 'Bad', 1: 'Poor', 2: 'Moderate', 3: 'Good', 4: 'High' } as const;

/**
 * What people read instead of the number.
 *
 * @param status - 0 to 4.
 * @returns `Bad`, `Poor`, `Moderate`, `Good` or `High`.
 * @example
 * ```ts
 * ecoStatusName(4); // 'High'
 * ```
 */
export const ecoStatusName = (status: EcoStatus): string => NAMES[status];

/** The lowest of them; High of none, since a labourer without metrics has nothing to spare. */
export const worstStatus = (statuses: readonly EcoStatus[]): EcoStatus =>
  ECO_STATUSES.find((status) => statuses.includes(status)) ?? HIGH;

/** Reads a status as settings hold it: a number, or its digit as text, which is what JSON makes of a map's key. */
export function ecoStatus(value: unknown, path: string): EcoStatus {
  const status = ECO_STATUSES.find((known) => value === known || value === String(known));
  if (status !== undefined) return status;
  throw new RefusedError('ecology.status', { path, expected: 'a status from 0 (Bad) to 4 (High)', found: value });
}
