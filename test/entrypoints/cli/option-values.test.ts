import { describe, expect, it } from 'vitest';
import { instant } from '../../../src/entrypoints/cli/option-values.js';

describe('an instant as it is typed', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2028-02-29T23:30:00-01:00', '2028-03-01T00:30:00.000Z'],
  ])('%s is %s', (text, expected) => expect(instant(text).toISOString()).toBe(expected));

  it.each(['2026-02-31', '2026-02-29T00:00:00Z', '2026-13-01', '2026-01-31T12:00:00', 'yesterday', '1969-12-31'])(
    '%s is refused: it would mean another instant, or none',
    (text) => expect(() => instant(text)).toThrow('Expected an instant as 2026-01-31'),
  );
});
