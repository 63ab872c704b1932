/** The states of a task and what leads from one to another, by the names of `src/domain/life.ts`. */

import { AMBER, arrow, BLUE, box, drawing, FAINT, GREEN, GREY, INK, line, RED, text } from './svg.js';

const NAME = { width: 110, height: 46 };
const small = (x: number, y: number, content: string, anchor: 'start' | 'middle' | 'end' = 'start'): string =>
  text({ x, y }, content, { size: 16, fill: FAINT, anchor });

export const taskLife = (): string =>
  drawing(
    {
      height: 592,
      title: 'The life of a task',
      description:
        'A task is added to the queue. A claim makes it running; release and interrupt put it back. A failed or expired attempt waits as retrying and is requeued. ' +
        'A completed task is done, at once or when the Scavenger archives it. Without attempts left it is dead. An operator may cancel a task that is queued, running or ' +
        'retrying, and redrive one that is dead or cancelled.',
    },
    [
      `<rect x="16" y="58" width="430" height="262" rx="12" fill="none" stroke="${GREY.line}" stroke-dasharray="5 4"/>`,
      `<circle cx="100" cy="24" r="7" fill="${INK}"/>`,
      arrow('M100 32V83'),
      small(92, 50, 'add', 'end'),
      box({ x: 125, y: 108, ...NAME }, 'queued', { tint: BLUE }),
      arrow('M105 131V245'),
      small(97, 192, 'claim', 'end'),
      arrow('M145 246V132'),
      small(153, 184, 'release'),
      small(153, 202, 'interrupt'),
      box({ x: 125, y: 270, ...NAME }, 'running', { tint: GREEN }),
      arrow('M181 270C250 270 345 260 345 213'),
      small(240, 292, 'fail, expire'),
      box({ x: 345, y: 188, ...NAME }, 'retrying', { tint: AMBER }),
      arrow('M345 164C345 120 260 108 182 108'),
      small(300, 102, 'requeue'),
      arrow('M97 294V485'),
      small(89, 400, 'complete', 'end'),
      arrow('M150 294V365'),
      small(158, 344, 'complete'),
      box({ x: 165, y: 390, ...NAME }, 'completed', { tint: GREY }),
      arrow('M160 414L122 485'),
      small(150, 455, 'archive'),
      arrow('M260 321V485'),
      small(268, 366, 'fail, expire:'),
      small(268, 384, 'no attempt left'),
      small(268, 410, 'bury: no event'),
      arrow('M400 321V485'),
      small(392, 462, 'cancel', 'end'),
      box({ x: 90, y: 510, ...NAME }, 'done', { tint: GREEN }),
      box({ x: 240, y: 510, ...NAME }, 'dead', { tint: RED }),
      box({ x: 390, y: 510, ...NAME }, 'cancelled', { tint: GREY }),
      line('M240 534V562'),
      line('M390 534V562'),
      arrow('M240 562H464V24H150V83'),
      small(300, 581, 'redrive'),
    ],
  );
