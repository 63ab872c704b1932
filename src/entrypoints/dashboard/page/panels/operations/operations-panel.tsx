/** The audit log: who did what to tasks and labourers, newest first. */

import type { OperationFacts } from '../../../../../application/views/facts.js';
import { count } from '../../format/numbers.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { useFacts } from '../../state/use-facts.js';
import { GoOnButton } from './go-on-button.js';

const LIMIT = 100;
/** Seconds between two questions. */
const EVERY = 5;

export function OperationsPanel() {
  const answer = useFacts<{ readonly operations: readonly OperationFacts[] }>(`api/operations?limit=${LIMIT}`, EVERY);
  return (
    <>
      <PageHead title="Operations" />
      <Known answer={answer}>
        {({ operations }) => (
          <Panel title="Who did what">
            {operations.length === 0 ? (
              <p class="empty">Nobody has done anything by hand yet.</p>
            ) : (
              <OperationTable operations={operations} />
            )}
          </Panel>
        )}
      </Known>
    </>
  );
}

const OperationTable = ({ operations }: { readonly operations: readonly OperationFacts[] }) => (
  <ScrollTable caption="Operations, newest first" class="operations">
    <thead>
      <tr>
        <th scope="col">When</th>
        <th scope="col">Who</th>
        <th scope="col">What</th>
        <th scope="col">To what</th>
        <th scope="col">State</th>
        <th scope="col" class="right">
          Changed
        </th>
        <th scope="col" class="right">
          Left as they were
        </th>
      </tr>
    </thead>
    <tbody>
      {operations.map((operation, index) => (
        <tr key={`${operation.operation_id} ${index}`}>
          <td>
            <Instant at={operation.at} />
          </td>
          <td class="name">
            <Foreign text={operation.by} limit={60} />
          </td>
          <th scope="row">{operation.action}</th>
          <td class="payload mono">
            <Foreign text={JSON.stringify(operation.target)} limit={160} />
          </td>
          <td>
            <span class={`badge operation-${operation.state === 'failed' ? 'bad' : 'plain'}`}>{operation.state}</span>
            {operation.error !== null && (
              <span class="bad-text">
                {' '}
                <Foreign text={operation.error} limit={160} />
              </span>
            )}
            <GoOnButton operation={operation} />
          </td>
          <td class="numeric">
            {count(operation.changed)}
            {operation.matched !== null && <span class="muted"> of {count(operation.matched)}</span>}
          </td>
          <td class="numeric">{count(operation.skipped)}</td>
        </tr>
      ))}
    </tbody>
  </ScrollTable>
);
