/** Every state that small worlds can come to keeps every promise, and from each all tasks can still end. */

import { describe, expect, it } from 'vitest';
import { CONFIGURATIONS } from './configurations.js';
import { ALL_RULES } from './decisions.js';
import { search } from './search.js';
import { settingOf } from './setting.js';
import { traceText } from './trace.js';

/** Beyond any of the worlds: a change of the product that lets one grow so far is to be looked at. */
const STATES_MAX = 12_000_000;
const MINUTES = 60_000;

describe('every state of a small world', () => {
  const counts: number[] = [];

  it.each(CONFIGURATIONS)(
    'keeps every promise: $name',
    (bounds) => {
      const found = search(settingOf(bounds, ALL_RULES), { maxStates: STATES_MAX, liveness: true });
      const trace = found.violation === undefined ? '' : traceText(found.violation.trace);
      expect(`${found.violation?.promise ?? ''}${trace}`).toBe('');
      expect(found.complete).toBe(true);
      counts.push(found.states);
      process.stdout.write(`${bounds.name}: ${found.states} states, ${found.edges} steps, depth ${found.depth}\n`);
    },
    10 * MINUTES,
  );

  it('is one of two million in the largest world', () => {
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(2_000_000);
  });
});
