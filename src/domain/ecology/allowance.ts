/** How many attempts of a labourer may live at once: its cap times the coefficient of its health. */

import { RefusedError } from '../errors.js';
import { DEFAULT_CAP } from '../labourer.js';
import { ECO_STATUSES, type EcoStatus, ecoStatus } from './eco-status.js';
import { asMap, type SettingsMap } from './settings-map.js';

/** The share of the cap, 0 to 1, that each status allows. */
export type Coefficients = Readonly<Record<EcoStatus, number>>;

/** Those of the old system. */
export const DEFAULT_COEFFICIENTS: Coefficients = { 0: 0, 1: 0, 2: 0.5, 3: 0.75, 4: 1 };

/**
 * Reads `invocation_number_coefficient` over the defaults. Its keys are text once it came from JSON, and count all the same (D25).
 * A share above 1 is refused: the cap is a promise to whoever the workers load.
 */
export function coefficients(settings: unknown, path: string): Coefficients {
  const configured = Object.entries(asMap(settings ?? {}, path)).map(([status, share]) => {
    if (typeof share === 'number' && share >= 0 && share <= 1) return [ecoStatus(status, path), share];
    throw new RefusedError('ecology.coefficient', { path: `${path}.${status}`, expected: '0 to 1', found: share });
  });
  return { ...DEFAULT_COEFFICIENTS, ...Object.fromEntries(configured) };
}

/**
 * The most attempts of a labourer at once: its own `max_simultaneous_invocations`, else that of the task config, else 1; 0 pauses.
 * The old `default_simultaneous_invocations` never had an effect, and has none here (D46).
 */
export function invocationCap(labourer: SettingsMap, taskConfig: SettingsMap, path: string): number {
  const cap = labourer.max_simultaneous_invocations ?? taskConfig.max_simultaneous_invocations ?? DEFAULT_CAP;
  if (typeof cap === 'number' && Number.isSafeInteger(cap) && cap >= 0) return cap;
  const expected = 'a whole number, 0 or more';
  throw new RefusedError('config.value', { path: `${path}.max_simultaneous_invocations`, expected, found: cap });
}

/**
 * How many attempts may live at once: cap × coefficient, floored.
 *
 * @param cap - The labourer's `max_simultaneous_invocations`.
 * @param coefficient - The share, 0 to 1, that its status allows.
 * @returns A whole number. The product is rounded to 12 digits first: 0.29 × 100 is 28.999999999999996 in binary, and
 *   29 to whoever wrote it.
 * @example
 * ```ts
 * allowance(10, 0.75); // 7
 * ```
 */
export const allowance = (cap: number, coefficient: number): number =>
  Math.floor(Number((cap * coefficient).toPrecision(12)));

/**
 * How many attempts may be started now.
 *
 * @param allowed - The allowance.
 * @param running - Attempts that live.
 * @returns Never negative: a lowered allowance stops nothing that runs.
 * @example
 * ```ts
 * toInvoke(7, 4); // 3
 * ```
 */
export const toInvoke = (allowed: number, running: number): number => Math.max(allowed - running, 0);

/** A cap so small that a status which means to allow a share of it allows nothing. */
export interface FlooredCap {
  readonly status: EcoStatus;
  readonly coefficient: number;
  readonly cap: number;
}

/** The statuses, worst first, that pause the labourer although their coefficient is above 0. */
export const flooredCaps = (cap: number, shares: Coefficients): readonly FlooredCap[] =>
  ECO_STATUSES.map((status) => ({ status, coefficient: shares[status], cap })).filter(isFloored);

/** Whether the cap is above 0, the coefficient too, and their product is floored to 0. */
export const isFloored = ({ cap, coefficient }: FlooredCap): boolean =>
  cap > 0 && coefficient > 0 && allowance(cap, coefficient) === 0;
