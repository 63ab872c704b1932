/** A job's tasks as a grid whose rows and columns the reader chooses among the job's attributes. */

import { encoded } from '../../format/encoded.js';
import type { GridFacts } from '../../../../../application/views/facts.js';
import { plural } from '../../format/numbers.js';
import { STATES, stateClass } from '../../format/words.js';
import { Field } from '../../parts/field.js';
import { Foreign } from '../../parts/foreign.js';
import { Known } from '../../parts/known.js';
import { Panel } from '../../parts/panel.js';
import { useAtMoment } from '../../state/moment.js';
import { goTo } from '../../state/route.js';
import { useFacts } from '../../state/use-facts.js';
import { GridColumns } from './grid-columns.js';

interface Properties {
  readonly jobId: string;
  readonly query: URLSearchParams;
}

/** Seconds between two questions: a grid reads every task of its job. */
const EVERY = 10;

export function GridPanel({ jobId, query }: Properties) {
  const atMoment = useAtMoment();
  const chosen = new URLSearchParams();
  for (const key of ['rows', 'columns']) if (query.get(key)) chosen.set(key, query.get(key) ?? '');
  const path = `api/jobs/${encoded(jobId)}/grid${chosen.size === 0 ? '' : `?${chosen}`}`;
  const answer = useFacts<GridFacts>(atMoment(path), EVERY);
  const choose = (key: string, value: string): void => {
    chosen.set(key, value);
    goTo(['jobs', jobId], chosen);
  };
  return (
    <Panel title="Grid" tools={answer.facts && <Dimensions grid={answer.facts} choose={choose} />}>
      <Known answer={answer}>{(grid) => <Grid grid={grid} />}</Known>
    </Panel>
  );
}

interface DimensionsProperties {
  readonly grid: GridFacts;
  readonly choose: (key: string, value: string) => void;
}

const Dimensions = ({ grid, choose }: DimensionsProperties) => (
  <>
    {(['rows', 'columns'] as const).map((key) => {
      const current = key === 'rows' ? grid.row_name : grid.column_name;
      const names = grid.dimensions.includes(current) ? grid.dimensions : [current, ...grid.dimensions];
      return (
        <Field key={key} name={key === 'rows' ? 'Rows' : 'Columns'}>
          {(id) => (
            <select id={id} value={current} onChange={(event) => choose(key, event.currentTarget.value)}>
              {names.map((name) => (
                <option key={name} value={name}>
                  {name.slice(0, 80)}
                </option>
              ))}
            </select>
          )}
        </Field>
      );
    })}
  </>
);

function Grid({ grid }: { readonly grid: GridFacts }) {
  if (grid.tasks === 0) return <p class="empty">The job has no tasks yet.</p>;
  return (
    <>
      <ul class="grid-legend" aria-label="Letters of the grid">
        {STATES.map(({ state, name, letter }) => (
          <li key={state}>
            <span class={`cell-mark fill ${stateClass(state)}`}>{letter}</span> {name}
          </li>
        ))}
      </ul>
      <GridColumns grid={grid} />
      <p class="muted">
        {plural(grid.tasks, 'task')}
        {grid.left_out > 0 && `, ${plural(grid.left_out, 'more task')} left out because the grid would be too large`}.
        Rows: <Foreign text={grid.row_name} limit={80} />, columns: <Foreign text={grid.column_name} limit={80} />.{' '}
        {grid.source === 'rows' && 'Told from the rows’ own instants.'}
      </p>
    </>
  );
}
