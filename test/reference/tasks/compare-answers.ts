/** Compares what a call gave, and what it started, with what the vector expects. */

import { AUTOMATIC_FIELDS } from '../../../src/domain/task-fields.js';
import type { Json, JsonObject } from '../../../src/domain/task.js';
import { bagDifference, difference, mapIn } from '../vector.js';
import { parsedRow, rowDifference } from './compare-rows.js';
import { type Answer, storedRows } from './operations.js';
import type { TaskTables } from './task-tables.js';

/** A worker that was started. */
export interface Invocation {
  readonly function: string;
  readonly payload: JsonObject;
}

/** What a worker's event holds beside what the old system sent. */
const OWN_EVENT_FIELDS: readonly string[] = [...AUTOMATIC_FIELDS, 'sosw_attempt', 'sosw_deadline'];

export function answerDifference(
  { answer, invocations }: { answer: Answer; invocations: readonly Invocation[] },
  expected: JsonObject,
  { input, names }: { input: JsonObject; names: TaskTables['names'] },
): string | undefined {
  for (const [what, wanted] of Object.entries(expected)) {
    const differs = differenceIn(what, wanted);
    if (differs !== undefined) return `${what}${differs}`;
  }
  return undefined;

  function differenceIn(what: string, wanted: Json): string | undefined {
    switch (what) {
      case 'calls':
        return undefined;
      case 'value':
        return answer.rows === undefined
          ? difference(answer.value, wanted)
          : rowsDifference(answer.rows, wanted, storedRows(input), names);
      case 'labourers':
        return difference(answer.labourers, wanted);
      case 'stats':
        return difference(
          { ...zeroed(answer.stats), ...answer.stats },
          { ...zeroed(answer.stats), ...mapIn({ wanted }, 'wanted') },
        );
      case 'invocations':
        return invocationsDifference(invocations, wanted as readonly JsonObject[]);
      default:
        return ': the runner does not know this expectation';
    }
  }
}

const zeroed = (stats: Answer['stats'] = {}) => Object.fromEntries(Object.keys(stats).map((name) => [name, 0]));

/** The same rows; their order is that of the vector's stand-in for a table, and means nothing. */
function rowsDifference(
  found: readonly JsonObject[],
  wanted: Json,
  stored: readonly JsonObject[],
  names: TaskTables['names'],
): string | undefined {
  const expected = (Array.isArray(wanted) ? wanted : [wanted]) as readonly JsonObject[];
  const id = names.columns.task_id;
  const ids = (rows: readonly JsonObject[]) => rows.map((row) => row[id]);
  const strangers = bagDifference(ids(found), ids(expected), '', { deep: false });
  if (strangers !== undefined) return strangers;
  for (const row of expected) {
    const own = found.find((candidate) => candidate[id] === row[id]) ?? {};
    const kept = stored.find((candidate) => candidate[id] === row[id]);
    const differs = rowDifference(parsedRow(own), row, names, kept);
    if (differs !== undefined) return ` ${String(row[id])}${differs}`;
  }
  return undefined;
}

function invocationsDifference(found: readonly Invocation[], wanted: readonly JsonObject[]): string | undefined {
  if (found.length !== wanted.length) return `: ${found.length}, expected ${wanted.length}`;
  for (const [index, invocation] of wanted.entries()) {
    const payload = mapIn(invocation, 'payload');
    const own = found[index];
    if (own === undefined || own.function !== invocation.function) return `[${index}]: of ${own?.function}`;
    // The port Invoker starts workers asynchronously, which is what the type `Event` asks for; it knows no other.
    if (invocation.type !== 'Event') return `[${index}]: of type ${String(invocation.type)}`;
    const additions = Object.keys(own.payload).filter((key) => !Object.hasOwn(payload, key));
    const foreign = additions.find((key) => !OWN_EVENT_FIELDS.includes(key));
    if (foreign !== undefined) return `[${index}].payload.${foreign}: not expected`;
    const common = Object.fromEntries(Object.entries(own.payload).filter(([key]) => !additions.includes(key)));
    const differs = difference(common, payload);
    if (differs !== undefined) return `[${index}].payload${differs}`;
  }
  return undefined;
}
