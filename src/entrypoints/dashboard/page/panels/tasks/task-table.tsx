/** Tasks in a table, which may be chosen one by one or all at once. */

import type { TaskFacts } from '../../../../../application/views/facts.js';
import { count } from '../../format/numbers.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { StateBadge } from '../../parts/state-badge.js';
import { address } from '../../state/route.js';

interface Properties {
  readonly tasks: readonly TaskFacts[];
  /** Both absent where nothing can be chosen. */
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
}

const PAYLOAD_MAX = 120;

export function TaskTable({ tasks, chosen, onChoose }: Properties) {
  const areAllChosen = tasks.every(({ task_id }) => chosen?.has(task_id));
  const choose = (ids: readonly string[], isChosen: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) isChosen ? next.add(id) : next.delete(id);
    onChoose?.(next);
  };
  return (
    <ScrollTable caption="Tasks" class="tasks">
      <thead>
        <tr>
          {onChoose && (
            <th scope="col" class="choose">
              <input
                type="checkbox"
                aria-label="Choose all that are shown"
                checked={areAllChosen}
                onChange={(event) =>
                  choose(
                    tasks.map(({ task_id }) => task_id),
                    event.currentTarget.checked,
                  )
                }
              />
            </th>
          )}
          <th scope="col">Task</th>
          <th scope="col">Labourer</th>
          <th scope="col">State</th>
          <th scope="col">Created</th>
          <th scope="col" class="right">
            Attempts
          </th>
          <th scope="col">Payload or error</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr key={task.task_id}>
            {onChoose && (
              <td class="choose">
                <input
                  type="checkbox"
                  aria-label={`Choose ${task.task_id.slice(0, 60)}`}
                  checked={chosen?.has(task.task_id) ?? false}
                  onChange={(event) => choose([task.task_id], event.currentTarget.checked)}
                />
              </td>
            )}
            <th scope="row">
              <a class="mono" href={address(['tasks', task.task_id])}>
                <Foreign text={task.task_id} limit={36} />
              </a>
            </th>
            <td class="name">
              <Foreign text={task.labourer_id} limit={40} />
            </td>
            <td>
              <StateBadge state={task.state} />
            </td>
            <td>
              <Instant at={task.created_at} />
            </td>
            <td class="numeric">{count(task.attempts)}</td>
            <td class="payload">
              {task.last_error !== null && (
                <span class="bad-text">
                  <Foreign text={`${task.last_error.name}: ${task.last_error.message}`} limit={PAYLOAD_MAX} />{' '}
                </span>
              )}
              <span class="mono muted">
                <Foreign text={JSON.stringify(task.payload)} limit={PAYLOAD_MAX} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
