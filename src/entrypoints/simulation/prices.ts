/** What tasks cost on AWS: the units and list prices of `docs/cost.md`, on demand, in US dollars. */

import type { Transition } from '../../domain/transition.js';
import type { SimulatedCost } from './result.js';

const A_MILLION = 1_000_000;
const WRITE_UNIT = 0.625 / A_MILLION;
const READ_UNIT = 0.125 / A_MILLION;
const LAMBDA_REQUEST = 0.2 / A_MILLION;
const LAMBDA_GB_SECOND = 0.0000133334;
const S3_PUT = 0.005 / 1000;
const S3_GET = 0.0004 / 1000;
const LOGS_GB = 0.5;

/** A task of less than 1 KB: the row, and its entry in the index. */
export const UNITS_OF_ADDING = 2;

/** A closed row and its entry in the index; the tombstone over the open row, whose entry goes. */
const UNITS_OF_CLOSING = 4;
/** The same between the tables of open and of waiting tasks, by a transaction, which costs double. */
const UNITS_OF_MOVING = 8;
/** The row, and two units where a key of the index changes: a removal and a new entry. */
const UNITS_OF_CLAIMING = 3;
const UNITS_OF_MARKING = 2;

/** Units of writing a change: what leaves its table is moved, what stays is marked. */
export function unitsOf({ from, to, name }: Transition): number {
  if (from === to) return name === 'claim' || name === 'release' ? UNITS_OF_CLAIMING : UNITS_OF_MARKING;
  return from === 'retrying' || to === 'retrying' ? UNITS_OF_MOVING : UNITS_OF_CLOSING;
}

/** Per attempt: its reads, and the WorkerAssistant's run of 0.1 s with 512 MB and 1 KB of logs. */
const ATTEMPT = 2.7 * READ_UNIT + LAMBDA_REQUEST + 0.05 * LAMBDA_GB_SECOND + LOGS_GB / A_MILLION;
/** Per task: the Scheduler's run with 1 GB at 800 tasks a second, and two requests of S3 a thousand tasks. */
const SCHEDULING = LAMBDA_GB_SECOND / 800 + (S3_PUT + S3_GET) / 1000;

export interface CostedWork {
  readonly created: number;
  readonly invocations: number;
  readonly writeUnits: number;
  readonly workedSeconds: number;
  /** US dollars a second of a running worker. */
  readonly pricePerSecond: number;
}

/** Storage, and what stands idle (the essentials' ticks, metrics), are not in it: they are the same for every number of tasks. */
export const costOf = (work: CostedWork): SimulatedCost => ({
  orchestration: work.writeUnits * WRITE_UNIT + work.invocations * ATTEMPT + work.created * SCHEDULING,
  workers: work.workedSeconds * work.pricePerSecond,
});
