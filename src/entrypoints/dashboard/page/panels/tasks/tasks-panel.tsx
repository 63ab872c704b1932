/** Tasks by what is known of them: a search that tells its price first where it has one. */

import { useState } from 'preact/hooks';
import type { SearchCostFacts } from '../../../../../application/views/facts.js';
import { amount, count } from '../../format/numbers.js';
import { Known } from '../../parts/known.js';
import { PageHead } from '../../parts/page-head.js';
import { Panel } from '../../parts/panel.js';
import { goTo } from '../../state/route.js';
import { filterOf } from '../../state/task-filter.js';
import { useFacts } from '../../state/use-facts.js';
import { FilterForm } from './filter-form.js';
import { FoundTasks } from './found-tasks.js';

export function TasksPanel({ query }: { readonly query: URLSearchParams }) {
  const filter = filterOf(query);
  const order = query.get('order') ?? '';
  const cost = useFacts<SearchCostFacts>(`api/tasks/cost?${filter}`, Number.POSITIVE_INFINITY);
  const [round, setRound] = useState(0);
  const search = (next: URLSearchParams, nextOrder: string): void => {
    const wanted = new URLSearchParams(next);
    if (nextOrder !== '') wanted.set('order', nextOrder);
    setRound(round + 1);
    goTo(['tasks'], wanted);
  };
  return (
    <>
      <PageHead title="Tasks" />
      <Panel title="Search">
        <FilterForm
          key={filter.toString()}
          filter={filter}
          order={order}
          orders={cost.facts?.orders ?? []}
          onSearch={search}
        />
      </Panel>
      <Known answer={cost}>
        {(facts) => (
          <PaidSearch key={`${round} ${filter} ${order}`} cost={facts}>
            <FoundTasks filter={filter} order={facts.orders.includes(order) ? order : ''} />
          </PaidSearch>
        )}
      </Known>
    </>
  );
}

interface PaidProperties {
  readonly cost: SearchCostFacts;
  readonly children: preact.ComponentChildren;
}

/** What costs nothing is searched at once; otherwise only when the reader has seen the price. */
function PaidSearch({ cost, children }: PaidProperties) {
  const [isAgreed, agree] = useState(cost.read_units === null || cost.read_units === 0);
  if (isAgreed) return <>{children}</>;
  return (
    <div class="notice">
      <p>
        This search looks at {cost.exact ? '' : 'about '}
        <b class="numeric">{count(cost.rows)}</b> rows and costs up to <b class="numeric">{amount(cost.read_units)}</b>{' '}
        read units. A labourer, a job or a state makes it cheaper.
      </p>
      <button type="button" class="primary" onClick={() => agree(true)}>
        Search
      </button>
    </div>
  );
}
