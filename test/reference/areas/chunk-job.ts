/** Area 2: jobs into tasks, and the Scheduler's helpers for it. */

import { schemaOf } from '../../../src/domain/job/job-schema.js';
import {
  chunkJob,
  constructJobData,
  getIndexFromList,
  getIsolateAttributesFromJob,
  getNextChunkableAttr,
  needsChunking,
  validateListOfVals,
} from '../../../src/domain/job/scheduler-helpers.js';
import type { JsonObject } from '../../../src/domain/task.js';
import {
  type AreaRunner,
  clockOf,
  difference,
  mapIn,
  outcome,
  taskListDifference,
  textIn,
  textsIn,
  type Vector,
} from '../vector.js';

export const run: AreaRunner = async (vector) => {
  const { input } = vector;
  const schema = () => schemaOf(textsIn(input, 'chunkable_attrs'));
  const tasks = (call: () => JsonObject[]) => outcome(vector, () => ({ tasks: call() }), taskListDifference('tasks'));
  const value = (call: () => unknown) => outcome(vector, () => ({ value: call() }), difference);
  switch (input.op) {
    case 'construct_job_data':
      return tasks(() => constructJobData(mapIn(input, 'job'), schema(), context(vector)));
    case 'chunk_job':
      return tasks(() => chunkJob(mapIn(input, 'job'), schema(), mapIn(input, 'skeleton')));
    case 'needs_chunking':
      return value(() => needsChunking(textIn(input, 'attr'), mapIn(input, 'data'), schema()));
    case 'get_next_chunkable_attr':
      return value(() => getNextChunkableAttr(textIn(input, 'attr'), schema()) ?? null);
    case 'get_index_from_list':
      return value(() => getIndexFromList(textIn(input, 'attr'), textsIn(input, 'data')));
    case 'get_isolate_attributes_from_job':
      return value(() => getIsolateAttributesFromJob(mapIn(input, 'data')));
    case 'validate_list_of_vals':
      return value(() => validateListOfVals(input.data ?? null));
    default:
      return `unknown operation ${JSON.stringify(input.op)}`;
  }
};

const context = (vector: Vector) => ({ now: clockOf(vector), skeleton: mapIn(vector.input, 'skeleton') });
