/** Dead letters: tasks that no attempt could do, by their error, and the way to give them another life. */

import { useState } from 'preact/hooks';
import type { DeadFacts, DeadGroupFacts } from '../../../../../application/views/facts.js';
import type { JsonObject } from '../../../../../domain/task.js';
import { count, plural } from '../../format/numbers.js';
import { BulkDialog } from '../../parts/bulk-dialog.js';
import { Field } from '../../parts/field.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { useAtMoment, useMayAct } from '../../state/moment.js';
import { address } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { useWorld } from '../../state/world.js';

/** Seconds between two questions: groups are made of many rows. */
const EVERY = 30;

export function DeadPanel() {
  const { labourers } = useWorld();
  const [labourer, setLabourer] = useState('');
  const query = labourer === '' ? '' : `?${new URLSearchParams({ labourer })}`;
  const atMoment = useAtMoment();
  const answer = useFacts<DeadFacts>(atMoment(`api/dead${query}`), EVERY);
  return (
    <>
      <PageHead title="Dead letters">
        <Field name="Labourer">
          {(id) => (
            <select id={id} value={labourer} onChange={(event) => setLabourer(event.currentTarget.value)}>
              <option value="">all</option>
              {labourers.map((name) => (
                <option key={name} value={name}>
                  {name.slice(0, 80)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </PageHead>
      <Known answer={answer}>{(facts) => <Groups facts={facts} labourer={labourer} />}</Known>
    </>
  );
}

interface GroupsProperties {
  readonly facts: DeadFacts;
  readonly labourer: string;
}

function Groups({ facts, labourer }: GroupsProperties) {
  const [filter, setFilter] = useState<JsonObject>();
  const mayAct = useMayAct();
  // A filter must say something: all is what those who have dead tasks have of them.
  const all: JsonObject = { labourer: [...new Set(facts.groups.map((group) => group.labourer_id))], state: ['dead'] };
  return (
    <Panel
      title={`By error (${facts.groups.length})`}
      tools={
        mayAct &&
        facts.groups.length > 0 && (
          <button type="button" onClick={() => setFilter(all)}>
            Redrive all{labourer !== '' && ' of this labourer'}
          </button>
        )
      }
    >
      {facts.groups.length === 0 ? (
        <p class="empty">No task is dead. All is well.</p>
      ) : (
        <GroupTable groups={facts.groups} {...(mayAct && { onRedrive: setFilter })} />
      )}
      <p class="muted">
        {plural(facts.examined, 'dead task')} looked at{facts.more && '; there are more'}.
      </p>
      {filter !== undefined && <BulkDialog action="redrive" target={{ filter }} onClose={() => setFilter(undefined)} />}
    </Panel>
  );
}

interface TableProperties {
  readonly groups: readonly DeadGroupFacts[];
  /** Absent where nothing may be changed. */
  readonly onRedrive?: (filter: JsonObject) => void;
}

const GroupTable = ({ groups, onRedrive }: TableProperties) => (
  <ScrollTable caption="Dead tasks by labourer and error" class="dead">
    <thead>
      <tr>
        <th scope="col">Error</th>
        <th scope="col">Labourer</th>
        <th scope="col" class="right">
          Tasks
        </th>
        <th scope="col">Newest</th>
        <th scope="col">Look at</th>
        {onRedrive && <th scope="col">Do</th>}
      </tr>
    </thead>
    <tbody>
      {groups.map((group) => {
        const [labourer, state, error_group] = [group.labourer_id, 'dead', group.error];
        const query = new URLSearchParams({ labourer, state, error_group });
        return (
          <tr key={`${group.labourer_id} ${group.error}`}>
            <th scope="row" class="error-text">
              <Foreign text={group.error} limit={200} />
            </th>
            <td class="name">
              <a href={address(['labourers', group.labourer_id])}>
                <Foreign text={group.labourer_id} limit={60} />
              </a>
            </td>
            <td class="numeric">{count(group.count)}</td>
            <td>
              <Instant at={group.newest_closed_at} />
            </td>
            <td>
              <a href={address(['tasks'], query)}>tasks</a> ·{' '}
              <a href={address(['tasks', group.sample_task_id])}>one of them</a>
            </td>
            {onRedrive && (
              <td>
                <button type="button" onClick={() => onRedrive({ labourer: [labourer], state: [state], error_group })}>
                  Redrive …
                </button>
              </td>
            )}
          </tr>
        );
      })}
    </tbody>
  </ScrollTable>
);
