/** Area 3: from events to the rows of the queue, under the schema that each job picks. */

import { compileJob, rowsOf } from '../../../src/domain/job/compile-job.js';
import { readJobEvent, refuseUnknownLabourer } from '../../../src/domain/job/job.js';
import type { Json } from '../../../src/domain/task.js';
import {
  type AreaRunner,
  clockOf,
  difference,
  listIn,
  mapIn,
  outcome,
  taskListDifference,
  textsIn,
  type Vector,
} from '../vector.js';

export const run: AreaRunner = async (vector) => {
  if (vector.input.op !== undefined) return `unknown operation ${JSON.stringify(vector.input.op)}`;
  const { results, ...rest } = mapIn(vector, 'expected');
  if (!Array.isArray(results)) return 'the vector expects no results';
  const events = listIn(vector.input, 'events');
  const strange = difference({ results: events.length }, { results: results.length, ...rest });
  if (strange !== undefined) return strange;
  const differences = events.map((event, index) => eventDifference(vector, event, results[index]));
  const first = differences.findIndex((found) => found !== undefined);
  return first < 0 ? undefined : `event ${first}: ${differences[first]}`;
};

function eventDifference(vector: Vector, event: Json, expected: Json): string | undefined {
  const { error, ...rest } = mapIn({ expected }, 'expected');
  const wanted = typeof error === 'string' && Object.keys(rest).length === 0 ? { error } : { expected };
  return outcome(wanted, () => rowsOfEvent(vector, event), taskListDifference('rows'));
}

function rowsOfEvent(vector: Vector, event: Json) {
  const { job, labourer } = jobIn(event);
  refuseUnknownLabourer(labourer, new Set(textsIn(vector.input, 'labourers')));
  const schemas = mapIn(vector.input, 'config');
  const compiled = compileJob({ job, labourerId: labourer, schemas, now: clockOf(vector) });
  const chunkableAttrs = compiled.schema.levels.map(({ singular }) => singular);
  return { rows: [...rowsOf(compiled)], chunkable_attrs: chunkableAttrs };
}

function jobIn(event: Json) {
  const read = readJobEvent(event);
  if (read.kind === 'job') return read;
  throw new Error(`the event of a sibling: ${read.fileName}`);
}
