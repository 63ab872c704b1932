/** Slots in use, allowed, and at most: a bar and its three numbers. */

import { count } from '../format/numbers.js';

interface Properties {
  readonly running: number;
  readonly allowance: number;
  readonly cap: number;
}

export function SlotsBar({ running, allowance, cap }: Properties) {
  const most = Math.max(cap, allowance, running, 1);
  const words = `${count(running)} running, ${count(allowance)} allowed, cap ${count(cap)}`;
  return (
    <span class="slots" title={words}>
      <span class="slots-bar" role="img" aria-label={words}>
        <span class="slots-allowed" style={{ width: `${(allowance / most) * 100}%` }} />
        <span class="slots-running" style={{ width: `${(running / most) * 100}%` }} />
      </span>
      <span class="slots-numbers numeric" aria-hidden="true">
        <b>{count(running)}</b> / {count(allowance)} / {count(cap)}
      </span>
    </span>
  );
}
