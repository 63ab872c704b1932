/** Each rule of the protocol is needed: without it a small world breaks a promise, and with it none. */

import { describe, expect, it } from 'vitest';
import { ALL_RULES, CONDUCT } from './decisions.js';
import { MISSING_RULES, OLD_WORKER } from './rules.js';
import { search } from './search.js';
import { settingOf } from './setting.js';

const LIMITS = { maxStates: 200_000, liveness: false };

describe('a rule of the protocol', () => {
  it.each(MISSING_RULES)('is needed: $rule ($number)', ({ bounds, without }) => {
    const { violation } = search(settingOf(bounds, without), LIMITS);
    expect(violation?.promise).toBeDefined();
    expect(violation?.trace.length).toBeGreaterThan(1);
  });

  it('is enough for a worker that knows no deadline, where the platform starts it at once', () => {
    const [{ bounds }] = MISSING_RULES.filter(({ rule }) => rule === 'an invocation needs a young claim') as [
      (typeof MISSING_RULES)[number],
    ];
    const found = search(settingOf(bounds, { ...ALL_RULES, conduct: { ...CONDUCT, ...OLD_WORKER } }), LIMITS);
    expect(found.violation).toBeUndefined();
    expect(found.complete).toBe(true);
  });
});
