/** The life of one task: what happened to it, what lies ahead, and why it stands where it does. */

import { endOfRow, type LifePoint, pointsAhead, pointsOfRow } from '../../domain/explanation/life-points.js';
import type { TaskId } from '../../domain/ids.js';
import { type Labourer, windowOf } from '../../domain/labourer.js';
import { stateAt } from '../../domain/state-at.js';
import type { Task } from '../../domain/task.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { TaskEvent } from '../ports/task-log.js';
import { explainTask } from './explain.js';
import type { LifeEventFacts, TaskLifeFacts } from './facts.js';
import { knownTask } from './known.js';
import { logLink } from './log-link.js';
import type { ReadSide } from './read-side.js';
import { taskFacts } from './tasks.js';

/** Logs arrive late, and clocks differ: seconds around an attempt that its log is looked for in. */
const LOG_MARGIN = 60;

/**
 * From the task log where it has events of the task, else from the row's own instants. `live` false: as it stood at an instant of the
 * past, without an explanation, which only the present has. Rejects with RefusedError `task.unknown`.
 */
export async function taskLife(
  reads: ReadSide,
  taskId: TaskId,
  now: EpochSeconds,
  { live }: { readonly live: boolean },
): Promise<TaskLifeFacts> {
  const task = await knownTask(reads, taskId);
  const labourer = reads.labourers.of(task.labourerId);
  const window = windowOf(labourer, reads.settings, now);
  const moment = { now, window, delta: reads.settings.invocationDelta };
  const [logged, explanation] = await Promise.all([reads.log.read(taskId), live ? explainTask(reads, task, now) : []]);
  const ahead = live ? pointsAhead({ task, labourer, ...moment }) : [];
  const happened = logged.length > 0 ? ofLog(logged, task) : pointsOfRow(task, moment).map(ofRow);
  const facts = taskFacts(task, window);
  return {
    task: live ? facts : { ...facts, state: stateAt(task, moment) ?? facts.state },
    events: [
      ...withLinks(
        happened.filter(({ at }) => at <= now),
        task,
        labourer,
      ),
      ...ahead.map(ofRow),
    ],
    source: logged.length > 0 ? 'events' : 'row',
    explanation,
  };
}

/** Events as they were logged, and the row's end where the log has no word for it. */
function ofLog(logged: readonly TaskEvent[], task: Task): readonly LifeEventFacts[] {
  const events = logged.map(({ at, action, author, details }) => ({
    at,
    event: action,
    author,
    details: details ?? null,
    log_url: null,
  }));
  return task.stage === 'cancelled' ? [...events, ...endOfRow(task).map(ofRow)] : events;
}

const ofRow = ({ at, event }: LifePoint): LifeEventFacts => ({ at, event, author: null, details: null, log_url: null });

/** Each attempt's log, from its start to whatever happened next; events that name their stream have one too. */
function withLinks(events: readonly LifeEventFacts[], task: Task, labourer: Labourer): readonly LifeEventFacts[] {
  const arn = task.arn ?? labourer.arn;
  return events.map((event, index) => {
    const stream = event.details?.log_stream_name;
    if (event.event !== 'invoked' && typeof stream !== 'string') return event;
    const end = events[index + 1]?.at ?? event.at + labourer.duration;
    const span = { from: event.at - LOG_MARGIN, to: end + LOG_MARGIN };
    return { ...event, log_url: logLink(arn, { ...span, ...(typeof stream === 'string' ? { stream } : {}) }) };
  });
}
