/** How a job goes through the essentials. */

import { AMBER, arrow, BLUE, box, drawing, FAINT, GREEN, text } from './svg.js';

const LEFT = 125;
const RIGHT = 355;
const SIZE = { width: 190, height: 58 };
const rowAt = (row: number): number => 52 + row * 112;

const at = (x: number, row: number) => ({ x, y: rowAt(row), ...SIZE });
/** Where boxes of a row end, and those of the next begin. */
const below = (row: number): number => rowAt(row) + SIZE.height / 2;
const above = (row: number): number => rowAt(row) - SIZE.height / 2 - 1;

const down = (x: number, row: number): string => arrow(`M${x} ${below(row)}V${above(row + 1)}`);
const up = (x: number, row: number): string => arrow(`M${x} ${above(row + 1)}V${below(row) + 1}`);
const label = (x: number, row: number, content: string, anchor: 'start' | 'end' = 'start'): string =>
  text({ x, y: below(row) + 31 }, content, { size: 16, fill: FAINT, anchor });

export const workflow = (): string =>
  drawing(
    {
      height: rowAt(4) + SIZE.height / 2 + 24,
      title: 'The workflow of the essentials',
      description:
        'A job goes to the Scheduler, which cuts it into tasks and puts them into the queue. The Orchestrator looks at health metrics, takes tasks ' +
        'from the queue and starts workers up to the cap. A worker reports to the WorkerAssistant, which archives what is done and hands the free slot ' +
        'to the next task. The Scavenger brings back what failed or expired, and reports what is dead.',
    },
    [
      box(at(LEFT, 0), 'job', { round: 29, note: 'a business request' }),
      box(at(RIGHT, 0), 'health metrics', { round: 29, note: 'of what workers load' }),
      down(LEFT, 0),
      down(RIGHT, 0),
      box(at(LEFT, 1), 'Scheduler', { tint: BLUE, note: 'cuts it into tasks' }),
      box(at(RIGHT, 1), 'Orchestrator', { tint: BLUE, note: 'decides how many' }),
      down(LEFT, 1),
      label(LEFT + 10, 1, 'tasks'),
      arrow(`M${LEFT + 95} ${rowAt(2)}C${LEFT + 150} ${rowAt(2)} ${RIGHT - 150} ${rowAt(1)} ${RIGHT - 96} ${rowAt(1)}`),
      box(at(LEFT, 2), 'queue', { tint: AMBER, note: 'first in, first out' }),
      down(RIGHT, 1),
      label(RIGHT + 10, 1, 'up to the cap'),
      box(at(RIGHT, 2), 'worker', { tint: GREEN, note: 'your code' }),
      up(LEFT - 30, 2),
      label(LEFT - 38, 2, 'retry', 'end'),
      down(LEFT + 30, 2),
      label(LEFT + 38, 2, 'expired'),
      up(RIGHT - 30, 2),
      label(RIGHT - 38, 2, 'next task', 'end'),
      down(RIGHT + 30, 2),
      label(RIGHT + 38, 2, 'report'),
      box(at(LEFT, 3), 'Scavenger', { tint: BLUE, note: 'tidies up' }),
      box(at(RIGHT, 3), 'WorkerAssistant', { tint: BLUE, note: 'records, hands over' }),
      down(LEFT, 3),
      label(LEFT + 10, 3, 'out of attempts'),
      down(RIGHT, 3),
      label(RIGHT + 10, 3, 'done'),
      box(at(LEFT, 4), 'report', { round: 29, note: 'of a dead task' }),
      box(at(RIGHT, 4), 'archive', { tint: AMBER, note: 'with the result' }),
    ],
  );
