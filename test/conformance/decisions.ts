/** Every decision that the domain can take of a task or of a labourer's row, as tables to pick from by number. */

import { type Greenfield, greenfield } from '../../src/domain/greenfield.js';
import {
  archive,
  bury,
  cancel,
  claim,
  complete,
  confirmReport,
  expire,
  fail,
  freeSlot,
  interrupt,
  noteFailure,
  recordCompletion,
  redrive,
  release,
  requeue,
} from '../../src/domain/life.js';
import {
  adoptRunning,
  decideAllowance,
  extend,
  giveBack,
  type LabourerRow,
  reserve,
  reserveTail,
  type Token,
  withPause,
} from '../../src/domain/slots.js';
import type { JsonObject, Task, TaskError, TaskStage } from '../../src/domain/task.js';
import { type EpochSeconds, seconds } from '../../src/domain/time.js';
import type { Transition } from '../../src/domain/transition.js';
import { aWindow, at, NOW } from '../support/a-task.js';

/** Places of all kinds, and few of them, so that tasks meet at one: fractions, negative ones, and some that a double just holds. */
const PLACES = [1000, 1000, 1000.5, 2000, 3000, 0, -1, -1000.25, 0.1 + 0.2, 123_456_789_012.345_67].map(greenfield);
export const placeNo = (n: number): Greenfield => PLACES[n % PLACES.length] as Greenfield;

/** Instants, whole ones and others. */
const instant = (n: number): EpochSeconds => at(n % 3 === 0 ? n + 0.125 : n);

/** Texts that are hard to store: beyond UTF-16's first plane, control characters, quotes, half of an escape. */
const TEXTS = ['', 'plain', 'ü € \u{1F600}', '\u0000\u0007\n', `it's "quoted" \\`, '\uFFFD\uFEFF', 'x'.repeat(1200)];
export const textNo = (n: number): string => TEXTS[n % TEXTS.length] as string;

const EXTRAS: readonly JsonObject[] = [
  {},
  { stat_rows: 0.1 },
  { result_text: textNo(2), stat_rows: -12.5e10 },
  { result_deep: [null, true, { ' ': [[]], 'a.b': { '#': ':v' } }] },
  { size: 1, 'with space': textNo(3) },
];
export const extraNo = (n: number): JsonObject => EXTRAS[n % EXTRAS.length] as JsonObject;

const errorNo = (n: number): TaskError | undefined =>
  n % 4 === 0 ? undefined : { name: `Error${textNo(n)}`.slice(0, 50), message: textNo(n) };
const retryAfter = (n: number) => ({ retryAfter: seconds(10 * (n % 3)) });

/**
 * Decides a change of a row; `n` is a small number that varies instants, places, texts and tokens. As in the product, only a task that has
 * a slot is interrupted or freed of it.
 */
type Decider = (row: Task, n: number) => Transition;

export const DECIDERS: Readonly<Record<TaskStage, readonly Decider[]>> = {
  open: [
    (row, n) => claim(row, aWindow(at(n)), `${NOW + 2400}.runtime-${n}`),
    (row, n) =>
      release({ ...row, greenfield: placeNo(n), attempts: Math.max(row.attempts - 1, 0) }, row.slot ?? 'none'),
    (row, n) =>
      row.slot === undefined ? noteFailure(row, { error: errorNo(n), extra: {} }) : interrupt(row, placeNo(n)),
    (row, n) => complete(row, { now: instant(n), extra: extraNo(n), archive: n % 2 === 0 }),
    (row, n) => recordCompletion(row, { now: instant(n), extra: extraNo(n) }),
    (row, n) => archive(row, instant(n)),
    (row, n) =>
      fail(row, n % 3 === 0 ? 'dead' : retryAfter(n), { now: instant(n), error: errorNo(n), extra: extraNo(n) }),
    (row, n) => noteFailure(row, { error: errorNo(n), extra: extraNo(n) }),
    (row, n) => expire(row, n % 2 === 0 ? 'dead' : retryAfter(n), instant(n)),
    (row, n) => bury(row, instant(n), { name: 'payload.invalid', message: textNo(n) }),
    (row, n) => cancel(row, instant(n)),
  ],
  retrying: [
    (row, n) => requeue(row, placeNo(n)),
    (row, n) => complete(row, { now: instant(n), extra: extraNo(n), archive: true }),
    (row, n) => cancel(row, instant(n)),
  ],
  done: [],
  dead: [(row, n) => redrive(row, placeNo(n)), confirmReport],
  cancelled: [
    // Twice: few that are cancelled have a slot.
    (row, n) => (row.slot === undefined ? redrive(row, placeNo(n)) : freeSlot(row, extraNo(n))),
    (row, n) => redrive(row, placeNo(n)),
    (row, n) => (row.slot === undefined ? redrive(row, placeNo(n)) : freeSlot(row, extraNo(n))),
  ],
};

/** What becomes of a labourer's row; the row itself where nothing was to be written, which is then written all the same. */
type RowDecider = (row: LabourerRow, n: number) => LabourerRow;

const LIFE = seconds(1200);
const later = (n: number): EpochSeconds => at(400 * n);
const tokensOf = (row: LabourerRow): Token[] => [...row.batches.keys()].map((expiresAt) => ({ expiresAt }));

export const ROW_DECIDERS: readonly RowDecider[] = [
  (row, n) => reserve(row, n + 1, later(n), LIFE).row ?? row,
  (row, n) => giveBack(row, tokensOf(row), later(n)).row ?? row,
  (row, n) => extend(row, tokensOf(row), later(n), LIFE).row ?? row,
  (row, n) => decideAllowance(row, { cap: 2 * n, allowance: n }, later(n)),
  (row, n) => adoptRunning(row, n, later(n), LIFE),
  (row, n) => withPause(row, n % 2 === 0).row ?? row,
  (row, n) =>
    reserveTail(row, { newest: n % 2 ? placeNo(n % 9) : undefined, step: 0.3, rows: n + 1 }, later(n)).row ?? row,
];
