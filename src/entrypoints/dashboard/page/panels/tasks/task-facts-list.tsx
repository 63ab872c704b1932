/** What is known of a task, but for its payload and what its worker said. */

import type { ComponentChildren } from 'preact';
import type { TaskFacts } from '../../../../../application/views/facts.js';
import { count } from '../../format/numbers.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { StateBadge } from '../../parts/state-badge.js';
import { address } from '../../state/route.js';

export function TaskFactsList({ task }: { readonly task: TaskFacts }) {
  const { last_error: error, job_id: jobId } = task;
  return (
    <dl class="facts">
      <Fact name="Labourer">
        <a href={address(['labourers', task.labourer_id])}>
          <Foreign text={task.labourer_id} />
        </a>
      </Fact>
      <Fact name="State">
        <StateBadge state={task.state} />
      </Fact>
      {jobId !== null && (
        <Fact name="Job">
          <a href={address(['jobs', jobId])}>
            <Foreign text={jobId} />
          </a>
        </Fact>
      )}
      <Fact name="Attempts">
        {count(task.attempts)}, {count(task.failed_attempts)} failed
      </Fact>
      {task.redrives > 0 && <Fact name="Redrives">{count(task.redrives)}</Fact>}
      <Fact name="Greenfield">
        <span class="numeric">{count(task.greenfield)}</span>
      </Fact>
      <Fact name="Created">
        <Instant at={task.created_at} />
      </Fact>
      <Moment name="Waits until" at={task.desired_launch_time} />
      <Moment name="Completed" at={task.completed_at} />
      <Moment name="Closed" at={task.closed_at} />
      {error !== null && (
        <Fact name="Last error">
          <span class="bad-text">
            <b>
              <Foreign text={error.name} />
            </b>
            : <Foreign text={error.message} limit={2000} />
          </span>
        </Fact>
      )}
    </dl>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const Moment = ({ name, at }: { readonly name: string; readonly at: number | null }) =>
  at === null ? null : (
    <Fact name={name}>
      <Instant at={at} />
    </Fact>
  );
