import { describe, expect, it } from 'vitest';
import {
  AUTOMATIC_FIELDS,
  isAutomaticField,
  isValidTask,
  numberOfField,
  refuseForeignFields,
  separatedFields,
} from '../../src/domain/task-fields.js';

const FIELDS = ['task_id', 'labourer_id', 'created_at', 'greenfield', 'attempts'] as const;

describe('the automatic fields', () => {
  it('are five', () => {
    expect(AUTOMATIC_FIELDS).toEqual(FIELDS);
    expect([...FIELDS, 'payload', 'constructor', ''].filter(isAutomaticField)).toEqual(FIELDS);
  });

  it('are separated from what is the payload’s; null says nothing', () => {
    const fields = { task_id: 'a', attempts: null, greenfield: 0, payload: null, shops: [1], '': 2 };
    expect(separatedFields(fields)).toEqual({
      given: { task_id: 'a', greenfield: 0 },
      rest: { payload: null, shops: [1], '': 2 },
    });
    expect(separatedFields({})).toEqual({ given: {}, rest: {} });
  });
});

describe('a row is a task', () => {
  const row = { task_id: '1', labourer_id: 'worker', created_at: 0, more: true };
  it('with its id, its labourer and its time, whatever they hold', () => {
    expect(isValidTask(row)).toBe(true);
    expect(isValidTask({ task_id: null, labourer_id: null, created_at: null })).toBe(true);
  });

  it.each(['task_id', 'labourer_id', 'created_at'])('never without %s', (name) => {
    const rest = Object.fromEntries(Object.entries(row).filter(([key]) => key !== name));
    expect(isValidTask(rest)).toBe(false);
  });
});

describe('a value given for an automatic field', () => {
  it.each([
    [{}, { task_id: 'a' }],
    [{ task_id: 'a' }, { task_id: 'a' }],
    [
      { attempts: '0', greenfield: 2000 },
      { attempts: 0, greenfield: '2000' },
    ],
    [{ created_at: 7 }, {}],
    [{ created_at: 7 }, { created_at: undefined }],
  ])('may be %j where the row gets %j', (given, own) => {
    expect(() => refuseForeignFields(given, own)).not.toThrow();
  });

  it.each(FIELDS)('may not differ from the one that it gets anyway: %s', (name) => {
    const own = Object.fromEntries(FIELDS.map((field) => [field, 1]));
    expect(() => refuseForeignFields({ ...own, [name]: 2 }, own)).toThrow(
      expect.objectContaining({
        code: 'task.automatic_field',
        path: name,
        message: `${name}: expected no value, or the one that it gets anyway: the field is automatic, found 2`,
      }),
    );
  });

  it.each([
    [undefined, undefined],
    [0, 0],
    [-2.5, -2.5],
    ['2000', 2000],
    ['1e3', 1000],
  ])('is read as a number: %j', (attempts, expected) => {
    expect(numberOfField(attempts === undefined ? {} : { attempts }, 'attempts')).toBe(expected);
  });

  it.each(['', 'many', true, [], [7], {}, 'Infinity'])('is refused where it is no number: %j', (attempts) => {
    expect(() => numberOfField({ attempts }, 'attempts')).toThrow(
      expect.objectContaining({
        code: 'task.automatic_field',
        message: `attempts: expected a number, found ${JSON.stringify(attempts)}`,
      }),
    );
  });
});
