/** The line itself: places of the queue left of now, attempts by their age right of it. */

import type { AxisFacts } from '../../../../../application/views/facts.js';
import { counted, stretch } from '../../format/numbers.js';
import { type Mark, placeAges, placeQueue } from './axis-marks.js';

interface Properties {
  readonly facts: AxisFacts;
  readonly width: number;
}

const HEIGHT = 132;
const LINE = 88;
const EDGE = 8;
/** Shares of the width at which the parts begin. */
const NOW = 0.36;
const LIMIT = 0.78;

export function AxisDrawing({ facts, width }: Properties) {
  const { queued, running, expired, duration, cooldown } = facts;
  const now = Math.round(width * NOW);
  const limit = Math.round(width * LIMIT);
  const right = width - EDGE;
  const expiresAfter = duration + cooldown;
  const soft = now + ((limit - now) * duration) / Math.max(expiresAfter, 1);
  const isMore = queued.count.count > queued.places.length;
  const marks: readonly (Mark & { readonly kind: string })[] = [
    ...placeQueue(queued.places, { from: EDGE, to: now - 6, isMore }).map((mark) => ({ ...mark, kind: 'queued' })),
    ...placeAges(running.ages, { from: now + 5, to: limit - 4, first: 0, last: expiresAfter }).map((mark) => ({
      ...mark,
      kind: 'invoked',
    })),
    ...placeAges(expired.ages, { from: limit + 5, to: right, first: expiresAfter, last: 2 * expiresAfter }).map(
      (mark) => ({ ...mark, kind: 'expired' }),
    ),
  ];
  const isNarrow = width < 560;
  const words = `${counted(queued.count)} wait, ${counted(running.count)} run, ${counted(expired.count)} expired`;
  return (
    <svg class="axis" width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} role="img" aria-label={words}>
      <rect class="axis-zone zone-queued" x={0} y={30} width={now} height={LINE - 30} />
      <rect class="axis-zone zone-running" x={now} y={30} width={soft - now} height={LINE - 30} />
      <rect class="axis-zone zone-cooldown" x={soft} y={30} width={limit - soft} height={LINE - 30} />
      <rect class="axis-zone zone-expired" x={limit} y={30} width={width - limit} height={LINE - 30} />
      <Part x={6} name="queue" value={counted(queued.count)} />
      <Part x={now + 8} name="running" value={counted(running.count)} />
      <Part x={limit + 8} name="expired" value={counted(expired.count)} />
      {marks.map(({ x, level, size, kind }, index) => (
        <circle key={index} class={`axis-mark mark-${kind}`} cx={x} cy={LINE - 8 - level * 8} r={size} />
      ))}
      <line class="axis-line" x1={0} x2={width} y1={LINE} y2={LINE} />
      <line class="axis-now" x1={now} x2={now} y1={8} y2={LINE + 8} />
      <line class="axis-limit" x1={limit} x2={limit} y1={30} y2={LINE + 8} />
      <text class="axis-text" x={6} y={LINE + 20}>
        {isNarrow ? '← later' : '← later in the queue'}
      </text>
      <text class="axis-text axis-strong" x={now} y={LINE + 22} text-anchor="middle">
        now
      </text>
      {!isNarrow && (
        <text class="axis-text" x={soft} y={LINE + 20} text-anchor="end">
          {stretch(duration)}
        </text>
      )}
      <text class="axis-text" x={limit} y={LINE + (isNarrow ? 38 : 20)} text-anchor="middle">
        {stretch(expiresAfter)}
      </text>
      <text class="axis-text" x={right} y={LINE + 20} text-anchor="end">
        {isNarrow ? 'age →' : 'age of the attempt →'}
      </text>
    </svg>
  );
}

const Part = ({ x, name, value }: { readonly x: number; readonly name: string; readonly value: string }) => (
  <text class="axis-part" x={x} y={20}>
    {name} <tspan class="axis-count">{value}</tspan>
  </text>
);
