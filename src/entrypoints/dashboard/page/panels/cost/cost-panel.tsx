/** The cost meter: what the work was counted to cost, or would cost on AWS. */

import type { CostFacts } from '../../../../../application/views/facts.js';
import { amount, count, money } from '../../format/numbers.js';
import { Figure } from '../../parts/figure.js';
import { Foreign } from '../../parts/foreign.js';
import { Instant } from '../../parts/instant.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { useAtMoment } from '../../state/moment.js';
import { address } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { useWorld } from '../../state/world.js';

/** Seconds between two questions. */
const EVERY = 30;

export function CostPanel() {
  const { kind } = useWorld();
  const answer = useFacts<CostFacts>(useAtMoment()('api/cost'), EVERY);
  return (
    <>
      <PageHead title="Cost" />
      <Known answer={answer}>
        {(facts) => (
          <>
            <p class="muted intro">
              {kind === 'aws' ? 'What the orchestration costs' : 'What the orchestration would cost on AWS'}, by{' '}
              {facts.source === 'counted'
                ? 'changes that were counted here'
                : 'the metrics that the deployment publishes'}
              {facts.since !== null && (
                <>
                  {' '}
                  since <Instant at={facts.since} />
                </>
              )}
              . Workers’ own cost is not part of it.
            </p>
            <Meter facts={facts} />
          </>
        )}
      </Known>
    </>
  );
}

function Meter({ facts }: { readonly facts: CostFacts }) {
  const tasks = facts.labourers.reduce((sum, labourer) => sum + labourer.tasks, 0);
  const most = Math.max(...facts.labourers.map(({ cost }) => cost), Number.MIN_VALUE);
  return (
    <>
      <dl class="figures">
        <Figure name="Cost" value={money(facts.cost, facts.currency)} note={facts.currency} />
        <Figure name="Tasks" value={count(tasks)} />
        <Figure name="A million tasks" value={money(tasks === 0 ? null : (facts.cost / tasks) * 1e6, facts.currency)} />
      </dl>
      <Panel title="By labourer">
        <ScrollTable caption="Cost by labourer">
          <thead>
            <tr>
              <th scope="col">Labourer</th>
              {['Tasks', 'Attempts', 'Write units', 'A million tasks', 'Cost'].map((name) => (
                <th key={name} scope="col" class="right">
                  {name}
                </th>
              ))}
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {facts.labourers.map((labourer) => (
              <tr key={labourer.labourer_id}>
                <th scope="row">
                  <a href={address(['labourers', labourer.labourer_id])}>
                    <Foreign text={labourer.labourer_id} limit={80} />
                  </a>
                </th>
                <td class="numeric">{count(labourer.tasks)}</td>
                <td class="numeric">{count(labourer.attempts)}</td>
                <td class="numeric">{amount(labourer.write_units)}</td>
                <td class="numeric">{money(labourer.cost_per_million_tasks, facts.currency)}</td>
                <td class="numeric">{money(labourer.cost, facts.currency)}</td>
                <td>
                  <span class="share-bar" aria-hidden="true">
                    <span style={{ width: `${(labourer.cost / most) * 100}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </Panel>
    </>
  );
}
