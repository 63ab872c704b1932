/** The grid as a table of links: arrow keys move among the cells, of which one at a time can be reached by Tab. */

import { useRef, useState } from 'preact/hooks';
import type { GridFacts } from '../../../../../application/views/facts.js';
import { stateClass } from '../../format/words.js';
import { Foreign } from '../../parts/foreign.js';
import { ScrollTable } from '../../parts/scroll-table.js';
import { useWindow } from '../../parts/use-window.js';
import { type Cell, cellAddress, cellText, cellWords, mainState } from './grid-cell.js';

const ROW_HEIGHT = 29;
/** Characters of a column's name from which on all names stand upright. */
const WIDE = 6;

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

interface Place {
  readonly row: number;
  readonly column: number;
}

export function GridTable({ grid }: { readonly grid: GridFacts }) {
  const { rows, columns, cells } = grid;
  const { body, from, to, before, behind } = useWindow(rows.length, ROW_HEIGHT);
  const [focus, setFocus] = useState<Place>(() => firstCell(cells));
  const [told, setTold] = useState<Place>();
  const table = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    const next = step && nextCell(cells, focus, step);
    if (next === undefined) return;
    event.preventDefault();
    setFocus(next);
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus();
  };

  const toldCell = told && cells[told.row]?.[told.column];
  return (
    <div ref={table}>
      <ScrollTable
        caption={`Tasks by ${grid.row_name.slice(0, 80)} and ${grid.column_name.slice(0, 80)}`}
        class={`grid ${columns.some((name) => name.length > WIDE) ? 'grid-tall' : ''}`}
      >
        <thead>
          <tr>
            <td class="sticky" />
            {columns.map((name, column) => (
              <th key={column} scope="col" class={told?.column === column ? 'grid-told' : ''}>
                <Foreign text={name} limit={24} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <tr class="spacer" style={{ height: `${before}px` }} />}
          {rows.slice(from, to).map((name, index) => {
            const row = from + index;
            return (
              <tr key={row}>
                <th scope="row" class={`sticky ${told?.row === row ? 'grid-told' : ''}`}>
                  <Foreign text={name} limit={60} />
                </th>
                {columns.map((columnName, column) => {
                  const cell = cells[row]?.[column];
                  if (cell == null) return <td key={column} class="grid-none" />;
                  return (
                    <td key={column}>
                      <a
                        class={`cell fill ${stateClass(mainState(cell))}`}
                        href={cellAddress(cell, grid.job_id, name)}
                        data-cell={`${row} ${column}`}
                        tabIndex={focus.row === row && focus.column === column ? 0 : -1}
                        aria-label={`${cellText(cell)}, ${name.slice(0, 60)}, ${columnName.slice(0, 60)}: ${cellWords(cell)}`}
                        onKeyDown={move}
                        onMouseEnter={() => setTold({ row, column })}
                        onFocus={() => {
                          setTold({ row, column });
                          setFocus({ row, column });
                        }}
                      >
                        {cellText(cell)}
                      </a>
                    </td>
                  );
                })}
              </tr>
            );
          })}
          {behind > 0 && <tr class="spacer" style={{ height: `${behind}px` }} />}
        </tbody>
      </ScrollTable>
      <p class="grid-readout">
        {told !== undefined && toldCell != null ? (
          <>
            <b>
              <Foreign text={rows[told.row] ?? ''} limit={80} />,{' '}
              <Foreign text={columns[told.column] ?? ''} limit={80} />
            </b>
            : {cellWords(toldCell)}
          </>
        ) : (
          <span class="muted">Point at a cell, or move with the arrow keys.</span>
        )}
      </p>
    </div>
  );
}

type Cells = readonly (readonly (Cell | null)[])[];

function firstCell(cells: Cells): Place {
  const row = cells.findIndex((line) => line.some((cell) => cell !== null));
  return { row, column: cells[row]?.findIndex((cell) => cell !== null) ?? -1 };
}

/** The next cell in that direction that has tasks; undefined where there is none. */
function nextCell(cells: Cells, from: Place, [rows, columns]: readonly [number, number]): Place | undefined {
  let { row, column } = from;
  for (;;) {
    row += rows;
    column += columns;
    const cell = cells[row]?.[column];
    if (cell === undefined) return undefined;
    if (cell !== null) return { row, column };
  }
}
