import { describe, expect, it } from 'vitest';
import { RefusedError, SoswError } from '../../src/domain/errors.js';

describe('an error of the product', () => {
  it('has a code, a name, and is not worth a second try unless it says so', () => {
    const error = new SoswError('store.unavailable', 'no answer');
    expect(error).toMatchObject({ name: 'SoswError', code: 'store.unavailable', message: 'no answer' });
    expect(error.retryable).toBe(false);
    expect(new SoswError('store.unavailable', 'no answer', { retryable: true }).retryable).toBe(true);
  });

  it('keeps its cause, if there is one', () => {
    const cause = new Error('connection reset');
    expect(new SoswError('store.unavailable', 'no answer', { cause }).cause).toBe(cause);
    expect(new SoswError('store.unavailable', 'no answer')).not.toHaveProperty('cause');
  });
});

describe('a refusal', () => {
  const message = (details: Partial<ConstructorParameters<typeof RefusedError>[1]>) =>
    new RefusedError('config.value', { path: 'a.b', expected: 'a text', ...details }).message;

  it('has its code, where it is and what was expected', () => {
    const error = new RefusedError('config.value', { path: 'a.b', expected: 'a text' });
    expect(error).toMatchObject({ name: 'RefusedError', code: 'config.value', path: 'a.b', expected: 'a text' });
    expect(error.retryable).toBe(false);
  });

  it.each<[Parameters<typeof message>[0], string]>([
    [{}, 'a.b: expected a text'],
    [{ path: '' }, 'input: expected a text'],
    [{ found: 7 }, 'a.b: expected a text, found 7'],
    [{ found: null }, 'a.b: expected a text, found null'],
    [{ found: ['x', { y: 1 }] }, 'a.b: expected a text, found ["x",{"y":1}]'],
    [{ found: 7n }, 'a.b: expected a text, found 7'],
    [{ found: Symbol('s') }, 'a.b: expected a text, found Symbol(s)'],
    [{ hint: 'Quote it' }, 'a.b: expected a text. Quote it'],
    [{ found: 7, hint: 'Quote it' }, 'a.b: expected a text, found 7. Quote it'],
  ])('says so in one sentence: %o', (details, expected) => {
    expect(message(details)).toBe(expected);
  });

  it('shows eighty characters of what it found, and of more the first 77', () => {
    expect(message({ found: 'x'.repeat(78) })).toBe(`a.b: expected a text, found "${'x'.repeat(78)}"`);
    expect(message({ found: 'x'.repeat(79) })).toBe(`a.b: expected a text, found "${'x'.repeat(76)}...`);
  });

  it('repeats no more than the beginning of long keys and sentences, but keeps them as they are', () => {
    const path = 'p'.repeat(301);
    expect(message({ path: path.slice(1) })).toBe(`${path.slice(1)}: expected a text`);
    expect(message({ path })).toBe(`${'p'.repeat(297)}...: expected a text`);
    expect(message({ expected: 'e'.repeat(1000) })).toBe(`a.b: expected ${'e'.repeat(1000)}`);
    expect(message({ expected: 'e'.repeat(1001) })).toBe(`a.b: expected ${'e'.repeat(997)}...`);
    expect(message({ hint: 'h'.repeat(1001) })).toBe(`a.b: expected a text. ${'h'.repeat(997)}...`);
    expect(new RefusedError('config.value', { path, expected: 'a text' }).path).toBe(path);
  });

  it('stands though what it found has no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle.itself = circle;
    expect(message({ found: circle })).toBe('a.b: expected a text, found a value that has no JSON');
  });
});
