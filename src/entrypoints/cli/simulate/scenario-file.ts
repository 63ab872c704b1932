/** The scenario of a simulation: a file, what was recorded of a deployment, both, or neither. */

import type { Labourers } from '../../../application/labourers.js';
import { RefusedError } from '../../../domain/errors.js';
import { isJsonMap } from '../../../domain/job/json.js';
import type { JsonObject } from '../../../domain/task.js';
import { type Document, readDocument } from '../../config/document.js';
import { DocumentError, problemOf } from '../../config/document-error.js';
import { DEFAULT_SCENARIO, readScenario, type Scenario } from '../../simulation/scenario.js';
import type { RecordedBehaviour } from './recorded-history.js';

/** What was recorded, by the labourer's name. */
export type Recorded = ReadonlyMap<string, RecordedBehaviour>;

/**
 * Reads a scenario for the labourers. Durations and failures that were recorded replace those of the file. Throws DocumentError for a
 * file that can't be read, and for whatever is wrong in it, with its line.
 */
export function loadScenario(file: string | undefined, recorded: Recorded, labourers: Labourers): Scenario {
  if (file === undefined) {
    return recorded.size === 0 ? DEFAULT_SCENARIO : readScenario(withRecorded({}, recorded), labourers);
  }
  const document = readScenarioDocument(file);
  try {
    return readScenario(withRecorded(document.value, recorded), labourers);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new DocumentError(file, [problemOf(error, { line: document.lineOf(error.path) })]);
  }
}

/** The reader of configurations, whose refusals are told as those of a scenario. */
function readScenarioDocument(file: string): Document {
  try {
    return readDocument(file, 'config');
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const [first, ...others] = error.problems.map((problem) => ({
      ...problem,
      code: problem.code.replace(/^config/, 'scenario'),
      message: problem.message.replace(/\. "sosw init" writes an example$/, ''),
    }));
    throw first === undefined ? error : new DocumentError(file, [first, ...others]);
  }
}

function withRecorded(value: unknown, recorded: Recorded): unknown {
  if (recorded.size === 0) return value;
  const scenario = mapOr(value);
  // What is no map is left for the reader to refuse.
  if (scenario === undefined) return value;
  const workers = mapOr(scenario.workers);
  if (workers === undefined) return value;
  const replaced = [...recorded].map(([name, { durations, failures, crashes }]) => {
    const own = mapOr(workers[name]);
    return [name, { ...own, duration: { recorded: durations }, failures, crashes }];
  });
  return { ...scenario, workers: { ...workers, ...Object.fromEntries(replaced) } };
}

/** A map, an empty one where nothing is written; undefined for anything else. */
function mapOr(value: unknown): JsonObject | undefined {
  if (value === undefined || value === null) return {};
  return isJsonMap(value as JsonObject) ? (value as JsonObject) : undefined;
}
