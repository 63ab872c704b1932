import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { siblingEvent } from '../../../../src/entrypoints/library/components/sibling-event.js';
import type { JsonObject } from '../../../../src/domain/task.js';

describe('siblingEvent', () => {
  it('counts the generations on from the event', () => {
    const first = siblingEvent({ job: 1 }, { cursor: 20 });
    expect(first).toEqual({ cursor: 20, sosw_sibling: 1 });
    expect(siblingEvent(first, {})).toEqual({ sosw_sibling: 2 });
  });

  it('takes no generation from the payload', () => {
    expect(siblingEvent({ sosw_sibling: 7 }, { sosw_sibling: 1 })).toEqual({ sosw_sibling: 8 });
  });

  it.each([null, undefined, 5, 'text', [1]])('takes %j for an event that is no sibling', (event) => {
    expect(siblingEvent(event, {})).toEqual({ sosw_sibling: 1 });
  });

  it('ends a chain after 100 siblings, or as many as are allowed', () => {
    const limit = expect.objectContaining({ code: 'sibling.limit', retryable: false });
    expect(siblingEvent({ sosw_sibling: 99 }, {})).toEqual({ sosw_sibling: 100 });
    expect(() => siblingEvent({ sosw_sibling: 100 }, {})).toThrow(limit);
    expect(() => siblingEvent({ sosw_sibling: 2 }, {}, { max: 2 })).toThrow(limit);
    expect(() => siblingEvent({}, {}, { max: 0 })).toThrow(limit);
  });

  it('takes 1 MiB as JSON and refuses a byte more, counted in UTF-8', () => {
    const textOf = (bytes: number) => `€${'x'.repeat(bytes - Buffer.byteLength('{"text":"€","sosw_sibling":1}'))}`;
    expect(siblingEvent({}, { text: textOf(1_048_576) })).toHaveProperty('text');
    expect(() => siblingEvent({}, { text: textOf(1_048_577) })).toThrow(
      expect.objectContaining({ code: 'sibling.argument', path: 'payload' }),
    );
  });

  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  it.each<[string, unknown, string]>([
    ['a list', [1], 'payload'],
    ['a date', new Date(0), 'payload'],
    ['a text', 'x', 'payload'],
    ['nothing', undefined, 'payload'],
    ['NaN within', { a: { b: Number.NaN } }, 'payload.a.b'],
    ['a bigint within', { a: 1n }, 'payload.a'],
    ['undefined within', { a: undefined }, 'payload.a'],
    ['a cycle', cycle, 'payload.self.self…'],
  ])('refuses %s for a payload', (_, payload, path) => {
    expect(() => siblingEvent({}, payload as JsonObject)).toThrow(
      expect.objectContaining({ code: 'sibling.argument', path }),
    );
  });

  it.each([0, -1, 1.5, '1', Number.NaN, null])('refuses the generation %j', (sosw_sibling) => {
    expect(() => siblingEvent({ sosw_sibling }, {})).toThrow(
      expect.objectContaining({ code: 'sibling.argument', path: 'event.sosw_sibling' }),
    );
  });

  it('never reaches a prototype', () => {
    const payload = JSON.parse('{"__proto__": {"polluted": true}}');
    const next = siblingEvent({}, payload);
    expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
    expect(JSON.stringify(next)).toBe('{"__proto__":{"polluted":true},"sosw_sibling":1}');
  });

  it('throws nothing but its documented errors, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (event, payload) => {
        try {
          siblingEvent(event, payload as JsonObject);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^sibling\.(argument|limit)$/) });
        }
      }),
    );
  });
});
