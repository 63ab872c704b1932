/** The greenfield of tasks on one line, with the borders as the product has them at one instant. */

import {
  greenfield,
  greenfieldPhase,
  invocationWindow,
  DEFAULT_INVOCATION_DELTA,
} from '../../src/domain/greenfield.js';
import { DEFAULT_COOLDOWN, DEFAULT_DURATION } from '../../src/domain/labourer.js';
import { epochSeconds } from '../../src/domain/time.js';
import { AMBER, arrow, BLUE, drawing, FAINT, GREEN, INK, line, type Tint, text } from './svg.js';

const NOW = epochSeconds(Date.parse('2026-03-11T12:00:00Z') / 1000);
const WINDOW = invocationWindow(NOW, {
  delta: DEFAULT_INVOCATION_DELTA,
  duration: DEFAULT_DURATION,
  cooldown: DEFAULT_COOLDOWN,
});

/** The line, its segments' borders, and where examples stand on it; not to scale. */
const AXIS = 118;
const FROM = 20;
const TO = 460;
const NOW_X = 190;
const EXPIRED_X = 310;

const number = (value: number): string => value.toLocaleString('en-US');

function segment(from: number, to: number, tint: Tint, name: string, note: string): string[] {
  const middle = (from + to) / 2;
  return [
    `<rect x="${from}" y="${AXIS - 22}" width="${to - from}" height="44" fill="${tint.ground}" stroke="${tint.line}"/>`,
    text({ x: middle, y: AXIS - 50 }, name, { weight: 600, fill: tint.line }),
    text({ x: middle, y: AXIS - 31 }, note, { size: 16, fill: FAINT }),
  ];
}

/** A task of the example; a mark in the segment that its phase says. */
function task(x: number, value: number, phase: ReturnType<typeof greenfieldPhase>): string {
  if (greenfieldPhase(greenfield(value), WINDOW) !== phase) throw new Error(`${value} is not ${phase}`);
  return `<circle cx="${x}" cy="${AXIS}" r="6" fill="${INK}"/>`;
}

function border(x: number, y: number, name: string, value: number, anchor: 'middle' | 'end'): string[] {
  // The last stands at the edge; the words of the one before would reach its line.
  const textX = anchor === 'end' ? x + 10 : x - (x === EXPIRED_X ? 22 : 0);
  return [
    line(`M${x} ${AXIS + 22}V${y - 16}`, { stroke: FAINT, dashed: true }),
    text({ x: textX, y }, name, { weight: 600, size: 16, anchor }),
    text({ x: textX, y: y + 19 }, number(value), { size: 16, fill: FAINT, anchor }),
  ];
}

export const greenfieldLine = (): string =>
  drawing(
    {
      height: 336,
      title: 'The greenfield time-line',
      description:
        'Up to now stand the queued tasks, by their place in the queue. From now to now plus D minus duration and cooldown stand claimed tasks whose time is ' +
        'over: they have expired. From there to now plus D stand the running ones. A claim moves a task from the queue to now plus D.',
    },
    [
      text({ x: FROM, y: 30 }, 'greenfield, at 2026-03-11 12:00 UTC (not to scale)', { anchor: 'start', size: 16 }),
      ...segment(FROM, NOW_X, BLUE, 'queued', 'a place in line'),
      ...segment(NOW_X, EXPIRED_X, AMBER, 'expired', 'time is over'),
      ...segment(EXPIRED_X, TO, GREEN, 'running', 'claimed'),
      task(60, 999, 'queued'),
      task(100, 2000, 'queued'),
      task(140, 3000, 'queued'),
      task(250, WINDOW.expired - 40, 'expired'),
      task(345, WINDOW.expired + 200, 'invoked'),
      task(400, WINDOW.invoked - 60, 'invoked'),
      line(`M${FROM} ${AXIS}H${TO}`, { width: 2 }),
      ...border(NOW_X, 170, 'now', WINDOW.start, 'middle'),
      ...border(EXPIRED_X, 212, 'now + D − (duration + cooldown)', WINDOW.expired, 'middle'),
      ...border(TO - 4, 254, 'now + D', WINDOW.invoked, 'end'),
      arrow(`M60 ${AXIS + 10}C70 330 420 340 ${TO - 4} 280`),
      text({ x: 130, y: 282 }, 'claim', { weight: 600 }),
      text({ x: FROM, y: 322 }, `D = ${number(DEFAULT_INVOCATION_DELTA)} s, one year`, {
        anchor: 'start',
        size: 16,
        fill: FAINT,
      }),
    ],
  );
