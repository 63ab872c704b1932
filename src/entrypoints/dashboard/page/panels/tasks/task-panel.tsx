/** One task: its facts, its life, why it does not run, and what can be done with it. */

import { encoded } from '../../format/encoded.js';
import { useState } from 'preact/hooks';
import type { BulkAction } from '../../../../../application/bulk-target.js';
import type { TaskFacts, TaskLifeFacts } from '../../../../../application/views/facts.js';
import { actionsFor, BULK_ACTIONS } from '../../format/words.js';
import { BulkDialog } from '../../parts/bulk-dialog.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { Reasons } from '../../parts/reasons.js';
import { StateBadge } from '../../parts/state-badge.js';
import { useAtMoment, useMayAct } from '../../state/moment.js';
import { useFacts } from '../../state/use-facts.js';
import { useWorld } from '../../state/world.js';
import { TaskData } from './task-data.js';
import { TaskFactsList } from './task-facts-list.js';
import { TimeLine } from './time-line.js';

/** Seconds between two questions. */
const EVERY = 2;

export function TaskPanel({ taskId }: { readonly taskId: string }) {
  const atMoment = useAtMoment();
  const answer = useFacts<TaskLifeFacts>(atMoment(`api/tasks/${encoded(taskId)}`), EVERY);
  const mayAct = useMayAct();
  const task = answer.facts?.task;
  return (
    <>
      <PageHead title={`Task ${taskId}`} marks={task && <StateBadge state={task.state} />}>
        {task && mayAct && <TaskButtons task={task} />}
      </PageHead>
      <Known answer={answer}>
        {(life) => (
          <div class="columns">
            <div>
              <Panel title={titleFor(life.task.state)}>
                <Reasons reasons={life.explanation} />
              </Panel>
              <Panel title="Life">
                <TimeLine life={life} />
              </Panel>
            </div>
            <div>
              <Panel title="Facts">
                <TaskFactsList task={life.task} />
              </Panel>
              <TaskData task={life.task} />
            </div>
          </div>
        )}
      </Known>
    </>
  );
}

const RUNNING = new Set(['invoked', 'completed', 'done']);
const titleFor = (state: string): string => (RUNNING.has(state) ? 'How it stands' : 'Why is this task not running?');

function TaskButtons({ task }: { readonly task: TaskFacts }) {
  const [action, setAction] = useState<BulkAction>();
  const world = useWorld();
  return (
    <>
      {actionsFor([task.state], world).map((each) => (
        <button
          key={each}
          type="button"
          class={each === 'cancel' ? 'danger' : 'primary'}
          onClick={() => setAction(each)}
        >
          {each === 'cancel' ? 'Cancel task' : BULK_ACTIONS[each].label}
        </button>
      ))}
      {action !== undefined && (
        <BulkDialog action={action} target={{ task_ids: [task.task_id] }} onClose={() => setAction(undefined)} />
      )}
    </>
  );
}
