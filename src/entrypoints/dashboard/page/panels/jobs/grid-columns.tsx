/** As many columns of the grid as can be drawn at once, the last ones first, and the way to the others. */

import { useState } from 'preact/hooks';
import type { GridFacts } from '../../../../../application/views/facts.js';
import { count } from '../../format/numbers.js';
import { GridTable } from './grid-table.js';

const SHOWN = 60;

export function GridColumns({ grid }: { readonly grid: GridFacts }) {
  const last = Math.max(0, grid.columns.length - SHOWN);
  const [chosen, setChosen] = useState(last);
  const from = Math.min(chosen, last);
  const to = from + SHOWN;
  if (last === 0) return <GridTable grid={grid} />;
  const part: GridFacts = {
    ...grid,
    columns: grid.columns.slice(from, to),
    cells: grid.cells.map((row) => row.slice(from, to)),
  };
  return (
    <>
      <div class="panel-tools">
        <button type="button" disabled={from === 0} onClick={() => setChosen(Math.max(0, from - SHOWN))}>
          ← before
        </button>
        <span class="numeric">
          Columns {count(from + 1)} to {count(Math.min(to, grid.columns.length))} of {count(grid.columns.length)}
        </span>
        <button type="button" disabled={from === last} onClick={() => setChosen(Math.min(last, to))}>
          after →
        </button>
      </div>
      <GridTable key={from} grid={part} />
    </>
  );
}
