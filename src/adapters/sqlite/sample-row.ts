/** Samples as rows: the only place that knows what their columns hold. */

import type { Sample } from '../../application/ports/history.js';
import type { EcoStatus } from '../../domain/ecology/eco-status.js';
import type { LabourerId } from '../../domain/ids.js';
import type { EpochSeconds } from '../../domain/time.js';
import { jsonOrUndefined } from '../shared/json-text.js';

/** In the order of `SampleRow`. */
export const SAMPLE_COLUMNS = [
  'labourer_id',
  'at',
  'queued',
  'oldest_wait',
  'running',
  'allowance',
  'cap',
  'paused',
  'status',
  'metrics',
  'created',
  'done',
  'dead',
  'retried',
] as const;

export type SampleRow = readonly [
  labourerId: LabourerId,
  at: EpochSeconds,
  queued: number | null,
  oldestWait: number | null,
  running: number | null,
  allowance: number | null,
  cap: number | null,
  paused: 0 | 1 | null,
  status: EcoStatus | null,
  metrics: string,
  created: number,
  done: number,
  dead: number,
  retried: number,
];

/** The sample's values in the order of `SAMPLE_COLUMNS`. */
export const sampleValues = (sample: Sample): SampleRow => [
  sample.labourerId,
  sample.at,
  sample.queued,
  sample.oldestWait,
  sample.running,
  sample.allowance,
  sample.cap,
  sample.paused === null ? null : sample.paused ? 1 : 0,
  sample.status,
  JSON.stringify(sample.metrics),
  sample.created,
  sample.done,
  sample.dead,
  sample.retried,
];

export const sampleOfRow = (row: SampleRow): Sample => ({
  labourerId: row[0],
  at: row[1],
  queued: row[2],
  oldestWait: row[3],
  running: row[4],
  allowance: row[5],
  cap: row[6],
  paused: row[7] === null ? null : row[7] === 1,
  status: row[8],
  metrics: (jsonOrUndefined(row[9]) ?? {}) as Sample['metrics'],
  created: row[10],
  done: row[11],
  dead: row[12],
  retried: row[13],
});
