/** A job's grid in a terminal: a letter a cell, coloured where there are colours, under headings that are read downwards. */

import type { GridFacts } from '../../application/views/facts.js';
import { stateWord } from './task-states.js';
import type { Terminal } from './terminal.js';
import { onOneLine, textWidth } from './text-width.js';
import { inNumbers, inTasks } from './wording.js';

type Paint = (colors: Terminal['colors']) => (text: string) => string;

/** What a cell tells, the most urgent first: of several states in one cell the first one counts. */
const LETTERS: readonly (readonly [state: string, letter: string, paint: Paint])[] = [
  ['dead', 'x', ({ red }) => red],
  ['expired', 'e', ({ magenta }) => magenta],
  ['retrying', 'w', ({ yellow }) => yellow],
  ['invoked', 'r', ({ cyan }) => cyan],
  ['queued', 'q', ({ blue }) => blue],
  ['completed', 'c', ({ green }) => green],
  ['cancelled', '-', ({ dim }) => dim],
  ['done', '.', ({ green }) => green],
];

/** Letters of a heading or of a row's name that are shown. */
const HEADING = 12;
const ROW_NAME = 30;

export function gridText(grid: GridFacts, terminal: Terminal): string {
  const { colors } = terminal;
  const names = grid.rows.map((name) => cut(name, ROW_NAME));
  const margin = Math.max(textWidth(grid.row_name), ...names.map(textWidth));
  const fitting =
    terminal.columns === undefined ? grid.columns.length : Math.floor((terminal.columns - margin - 1) / 2);
  const shown = grid.columns.slice(0, Math.max(1, fitting));
  const hidden = grid.columns.length - shown.length;
  return [
    `${colors.bold(grid.job_id)}: ${inTasks(grid.tasks)}${axisText(grid.row_name, 'down')}${axisText(grid.column_name, 'across')}`,
    '',
    ...headings(shown).map((line) => colors.dim(`${' '.repeat(margin)}  ${line}`.trimEnd())),
    ...grid.rows.map((_, row) => {
      const cells = shown.map((_name, column) => letter(grid.cells[row]?.[column] ?? null, colors));
      const name = names[row] ?? '';
      return `${name}${' '.repeat(margin - textWidth(name))}  ${cells.join(' ')}`.trimEnd();
    }),
    '',
    legend(grid, colors),
    ...(hidden > 0 ? [`${inNumbers(hidden)} more columns do not fit here; --json has them, or | less -S`] : []),
    ...(grid.left_out > 0 ? [`${inTasks(grid.left_out)} are not in the map: it would be too large`] : []),
  ].join('\n');
}

const axisText = (name: string, direction: string): string => (name === '' ? '' : `, ${name} ${direction}`);

const cut = (text: string, most: number): string => {
  const line = onOneLine(text);
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
};

/** The names downwards, each ending just above its column. */
function headings(names: readonly string[]): string[] {
  const shown = names.map((name) => [...cut(name, HEADING)]);
  const height = Math.max(0, ...shown.map((letters) => letters.length));
  return Array.from({ length: height }, (_, line) =>
    shown.map((letters) => letters[line - (height - letters.length)] ?? ' ').join(' '),
  );
}

type Cell = GridFacts['cells'][number][number];

function letter(cell: Cell, colors: Terminal['colors']): string {
  if (cell === null) return ' ';
  const [, sign, paint] = LETTERS.find(([state]) => (cell.states[state] ?? 0) > 0) ?? ['', '?', () => String];
  return paint(colors)(sign);
}

/** Of the states that occur. */
function legend({ cells }: GridFacts, colors: Terminal['colors']): string {
  const counts = new Map<string, number>();
  for (const { states } of cells.flat().filter((cell) => cell !== null)) {
    for (const [state, count] of Object.entries(states)) counts.set(state, (counts.get(state) ?? 0) + count);
  }
  return LETTERS.filter(([state]) => (counts.get(state) ?? 0) > 0)
    .map(([state, sign, paint]) => `${paint(colors)(sign)} ${stateWord(state)} ${inNumbers(counts.get(state) ?? 0)}`)
    .join('   ');
}
