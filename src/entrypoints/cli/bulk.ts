/** The same change of many tasks: previewed, agreed to, done with its progress shown, and gone on with after it was stopped. */

import type { BulkAction, BulkTarget } from '../../application/bulk-operations.js';
import { filterFor } from '../../application/bulk-target.js';
import { filterAsJson } from '../../application/filter-json.js';
import type { OperationRecord } from '../../application/ports/operation-log.js';
import type { TaskFilter } from '../../application/ports/task-search.js';
import type { PreviewFacts } from '../../application/views/facts.js';
import { operationFacts } from '../../application/views/operations.js';
import { taskFacts, windowsAt } from '../../application/views/tasks.js';
import { RefusedError } from '../../domain/errors.js';
import type { OperatorStore } from '../composition/operator-store.js';
import { BULK_WORDS, isBulk, resumeCommand } from './bulk-words.js';
import { byWhom } from './by-whom.js';
import type { Call } from './command-module.js';
import { confirmed, refuseUnlessAnswerable } from './confirmation.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { interruptible } from './interruption.js';
import { knownOperation } from './known-names.js';
import { now } from './now.js';
import { type Progress, progressDisplay } from './progress-display.js';
import { costIsAgreed } from './search-cost.js';
import { tasksTable } from './tasks-table.js';
import type { TaskFilterOptions } from './task-filter-options.js';
import type { StoreOptions } from './with-store.js';
import { inNumbers, inTasks } from './wording.js';

export interface BulkOptions extends StoreOptions, TaskFilterOptions {
  readonly resume?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

/** What a command gives: where it writes, what it was told, and the open data. */
export interface Bulk extends Pick<Call<BulkOptions>, 'options' | 'terminal'> {
  readonly data: OperatorStore;
}

/** Asks before it changes anything; what is refused is refused before a search is paid for. Throws as `BulkOperations.begin` does, and UsageError where nobody can be asked. */
export async function bulkByFilter(bulk: Bulk, action: BulkAction, filter: TaskFilter): Promise<ExitCode> {
  const { data, options, terminal } = bulk;
  const { question, yesDoes } = BULK_WORDS[action];
  const { yes, dryRun } = options;
  filterFor(action, filter, data.labourers);
  if (!dryRun) refuseUnlessAnswerable({ yesDoes, yes });
  if (!(await costIsAgreed(data, { filter, at: now() }, { terminal, yes }))) return EXIT.ok;
  const preview = await previewFacts(data, action, filter);
  if (dryRun || preview.matched === 0) {
    if (options.json) terminal.printJson(preview);
    else terminal.print(previewText(preview, bulk));
    return EXIT.ok;
  }
  if (!yes) terminal.note(previewText(preview, bulk));
  if (!(await confirmed({ text: question(howMany(preview)), yesDoes, yes }))) return EXIT.ok;
  return bulkRun(bulk, action, { filter }, preview.exact ? preview.matched : undefined);
}

async function previewFacts(data: OperatorStore, action: BulkAction, filter: TaskFilter): Promise<PreviewFacts> {
  const { matched, isExact, sample } = await data.bulk.preview(action, filter);
  const windows = windowsAt(data, now());
  const shown = sample.map((task) => taskFacts(task, windows(task.labourerId)));
  return { action, filter: filterAsJson(filter), matched, exact: isExact, sample: shown };
}

const howMany = ({ matched, exact }: PreviewFacts): string => `${exact ? '' : 'more than '}${inTasks(matched)}`;

function previewText(preview: PreviewFacts, { terminal }: Bulk): string {
  if (preview.matched === 0) return 'No task is as asked for; nothing was changed.';
  const hidden = preview.matched - preview.sample.length;
  const { wouldBe } = BULK_WORDS[preview.action as BulkAction];
  return [
    `${howMany(preview)} ${wouldBe}:`,
    tasksTable(preview.sample, terminal),
    ...(hidden > 0 ? [`… and ${inNumbers(hidden)} more`] : []),
  ].join('\n');
}

/** Begins the operation and works it. `matched` is the number of its tasks, for the progress. */
async function bulkRun(bulk: Bulk, action: BulkAction, target: BulkTarget, matched?: number): Promise<ExitCode> {
  const { operationId } = await bulk.data.bulk.begin(action, target, byWhom(), matched);
  const ended = await worked(bulk, operationId);
  return tellEnd(bulk, action, ended);
}

/** Goes on with an operation. Refuses (`operation.action`) one of another command. */
export async function bulkResumed(bulk: Bulk, action: BulkAction): Promise<ExitCode> {
  const { data, options } = bulk;
  const [begun] = await knownOperation(options.resume ?? '', data);
  if (begun?.action !== action) {
    const other = begun === undefined || !isBulk(begun.action) ? undefined : begun.action;
    throw new RefusedError('operation.action', {
      path: '--resume',
      expected: `an operation that has ${BULK_WORDS[action].done.replace(/ .*/, '')} tasks`,
      found: begun?.action,
      ...(other === undefined
        ? {}
        : { hint: `Go on with it by ${resumeCommand(other, options.resume ?? '', options)}` }),
    });
  }
  return tellEnd(bulk, action, await worked(bulk, begun.operationId));
}

async function worked({ data, terminal }: Bulk, operationId: string): Promise<OperationRecord> {
  const display = progressDisplay(terminal);
  const interruption = interruptible(() => display.note('Stopping after what is under way. Ctrl-C again stops now.'));
  try {
    const { signal } = interruption;
    terminal.note(`Operation ${operationId}; Ctrl-C stops it, and says how to go on.`);
    return await data.bulk.run(operationId, { signal, onProgress: (record) => display.show(progressOf(record)) });
  } finally {
    display.end();
    interruption.release();
  }
}

function progressOf({ counts }: OperationRecord): Progress {
  const { changed = 0, skipped = 0, matched } = counts ?? {};
  const value = changed + skipped;
  const detail = skipped === 0 ? '' : `${inNumbers(skipped)} left as they were`;
  const line = `${inNumbers(value)}${matched === undefined ? '' : ` of ${inNumbers(matched)}`} tasks looked at`;
  return { value, total: Math.max(matched ?? value, value), detail, line };
}

function tellEnd({ options, terminal }: Bulk, action: BulkAction, record: OperationRecord): ExitCode {
  if (options.json) terminal.printJson(operationFacts(record));
  else terminal.print(endText(action, record));
  const goesOn = `To go on: ${resumeCommand(action, record.operationId, options)}`;
  if (record.state === 'stopped') {
    terminal.note(goesOn);
    return EXIT.interrupted;
  }
  if (record.state !== 'failed') return EXIT.ok;
  terminal.note(`It failed${record.error === undefined ? '' : `: ${record.error}`}\n${goesOn}`);
  return EXIT.failed;
}

function endText(action: BulkAction, { counts, operationId, state, error }: OperationRecord): string {
  const { changed = 0, skipped = 0 } = counts ?? {};
  const left = skipped === 0 ? '' : `, ${inNumbers(skipped)} left as they were`;
  const why = skipped === 0 || error === undefined || state === 'failed' ? [] : [`  ${error}`];
  return [`${inTasks(changed)} ${BULK_WORDS[action].done}${left} (operation ${operationId})`, ...why].join('\n');
}
