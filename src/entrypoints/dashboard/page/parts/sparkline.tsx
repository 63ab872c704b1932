/** A small curve of the last hour. */

import { count, plural } from '../format/numbers.js';

const WIDTH = 80;
const HEIGHT = 22;

export function Sparkline({ values }: { readonly values: readonly number[] }) {
  if (values.length < 2) return <span class="muted">–</span>;
  const most = Math.max(...values, 1);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 1 - (value / most) * (HEIGHT - 3);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const sum = values.reduce((total, value) => total + value, 0);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={`${plural(sum, 'task')} done in the last hour, at most ${count(most)} in two minutes`}
    >
      <polygon class="sparkline-area" points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline class="sparkline-line" points={points.join(' ')} />
    </svg>
  );
}
