/** A task's payload, its results, and columns of the user's own: always as text. */

import type { TaskFacts } from '../../../../../application/views/facts.js';
import type { Json } from '../../../../../domain/task.js';
import { LongText } from '../../parts/long-text.js';
import { Panel } from '../../parts/panel.js';

/** What is told elsewhere, or has a place of its own. */
const KNOWN = new Set([
  'task_id',
  'labourer_id',
  'state',
  'job_id',
  'created_at',
  'greenfield',
  'attempts',
  'failed_attempts',
  'redrives',
  'completed_at',
  'closed_at',
  'desired_launch_time',
  'last_error',
  'payload',
]);

export function TaskData({ task }: { readonly task: TaskFacts }) {
  const others = Object.entries(task).filter(([key]) => !KNOWN.has(key));
  const results = Object.fromEntries(others.filter(([key]) => /^(result|stat)_/.test(key)));
  const own = Object.fromEntries(others.filter(([key]) => !/^(result|stat)_/.test(key)));
  return (
    <>
      <Data title="Payload" value={task.payload} />
      {Object.keys(results).length > 0 && <Data title="Result" value={results} />}
      {Object.keys(own).length > 0 && <Data title="Other columns" value={own} />}
    </>
  );
}

const Data = ({
  title,
  value,
}: {
  readonly title: string;
  readonly value: Json | { readonly [key: string]: Json | undefined };
}) => (
  <Panel title={title}>
    <LongText text={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} />
  </Panel>
);
