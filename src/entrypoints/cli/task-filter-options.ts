/** Which tasks are meant: the same options for every command that finds, retries, redrives or cancels tasks. */

import { type Command, Option } from 'commander';
import type { TaskFilter } from '../../application/ports/task-search.js';
import { knownTask } from '../../application/views/known.js';
import type { ReadSide } from '../../application/views/read-side.js';
import { errorGroupOf } from '../../domain/error-group.js';
import { RefusedError } from '../../domain/errors.js';
import { jobId, taskId } from '../../domain/ids.js';
import type { TaskState } from '../../domain/task.js';
import { type EpochSeconds, epochSeconds } from '../../domain/time.js';
import { knownLabourer } from './known-names.js';
import { countOrNone, instant, repeated } from './option-values.js';
import { STATE_WORDS, states } from './task-states.js';

/** What commander makes of them. */
export interface TaskFilterOptions {
  readonly labourer?: readonly string[];
  readonly job?: string;
  readonly state?: readonly TaskState[];
  /** What `--state` was called before. */
  readonly stage?: readonly TaskState[];
  readonly text?: string;
  readonly errorGroup?: string;
  readonly createdFrom?: Date;
  readonly createdBefore?: Date;
  readonly closedFrom?: Date;
  readonly closedBefore?: Date;
  readonly attemptsFrom?: number;
  readonly attemptsUpTo?: number;
}

export const TASK_FILTER_OPTIONS = [
  'labourer',
  'job',
  'state',
  'stage',
  'text',
  'errorGroup',
  'createdFrom',
  'createdBefore',
  'closedFrom',
  'closedBefore',
  'attemptsFrom',
  'attemptsUpTo',
] as const satisfies readonly (keyof TaskFilterOptions)[];

/** `byState` false for commands whose action says which states it is for. */
export function withTaskFilter(command: Command, { byState = true } = {}): Command {
  command.option('--labourer <name>', 'only of this one; may be repeated', repeated);
  command.option('--job <id>', 'only of this job');
  if (byState) {
    const of = `${STATE_WORDS.slice(0, -1).join(', ')} or ${STATE_WORDS.at(-1)}; may be repeated`;
    command.option('--state <state>', `only those: ${of}`, states);
    command.addOption(new Option('--stage <state>', 'what --state was called before').argParser(states).hideHelp());
  }
  return command
    .option('--text <words>', 'stands in the id, the payload or the last error')
    .option('--error-group <group>', 'of this error, as sosw dead list has it, or of that of the task with this id')
    .option('--created-from <instant>', 'made then or later, as 2026-01-31T12:00:00Z', instant)
    .option('--created-before <instant>', 'made before then', instant)
    .option('--closed-from <instant>', 'ended then or later', instant)
    .option('--closed-before <instant>', 'ended before then', instant)
    .option('--attempts-from <count>', 'tried so many times at least', countOrNone)
    .option('--attempts-up-to <count>', 'tried so many times at most', countOrNone);
}

/**
 * Refuses a labourer that the configuration does not have (`labourer.unknown`), and for an error's group a task that is unknown
 * (`task.unknown`) or has none (`task.error`). Options that were not given are absent.
 */
export async function taskFilterOf(
  options: TaskFilterOptions,
  { store, labourers }: Pick<ReadSide, 'store' | 'labourers'>,
): Promise<TaskFilter> {
  const labourerIds = options.labourer?.map((name) => knownLabourer(name, labourers, '--labourer').id);
  const wanted = [...(options.state ?? []), ...(options.stage ?? [])];
  return present({
    labourerIds,
    jobId: options.job === undefined ? undefined : jobId(options.job),
    states: wanted.length === 0 ? undefined : wanted,
    text: options.text,
    errorGroup: options.errorGroup === undefined ? undefined : await errorGroupNamed(options.errorGroup, { store }),
    createdFrom: secondsOf(options.createdFrom),
    createdBefore: secondsOf(options.createdBefore),
    closedFrom: secondsOf(options.closedFrom),
    closedBefore: secondsOf(options.closedBefore),
    attemptsFrom: options.attemptsFrom,
    attemptsUpTo: options.attemptsUpTo,
  });
}

/** Each group's name has a space; what has none is the id of one of its tasks. */
async function errorGroupNamed(text: string, reads: Pick<ReadSide, 'store'>): Promise<string> {
  if (text.includes(' ')) return text;
  const group = errorGroupOf(await knownTask(reads, taskId(text)));
  if (group !== undefined) return group;
  throw new RefusedError('task.error', {
    path: '--error-group',
    expected: 'the id of a task that has failed',
    found: text,
  });
}

const secondsOf = (date: Date | undefined): EpochSeconds | undefined =>
  date === undefined ? undefined : epochSeconds(date.getTime() / 1000);

type Given<Fields> = { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** Without what is undefined. */
const present = <Fields extends object>(fields: Fields): Given<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
