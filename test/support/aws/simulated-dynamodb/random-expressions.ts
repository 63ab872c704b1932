/** Random values, conditions and updates for the simulated DynamoDB's requests. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Expression } from '../../../../src/adapters/dynamodb/expression.js';

/** Attributes that may be anything; `greenfield` and its like are set by the items' own rules. */
export const OTHERS = ['attempts', 'slot', 'completed_at', 'gone', 'kept'] as const;

const numbers = fc.oneof(
  fc.integer({ min: -3, max: 3 }).map(String),
  fc.constantFrom('1.50', '1e3', '-0', '0.1', '3.0000000000000000000000000000000000001', '1.7e9'),
);
const scalars: fc.Arbitrary<AttributeValue> = fc.oneof(
  numbers.map((N) => ({ N })),
  fc.constantFrom('', 'a', 'ab', 'b', 'é', '\u{1f600}', '\uffee').map((S) => ({ S })),
  fc.boolean().map((BOOL) => ({ BOOL })),
  fc.constant({ NULL: true as const }),
);
/** The emulator leaves the spelling of numbers inside others, and of those that an update sets, as it is. */
const spelt = scalars.filter(({ N }) => N === undefined || String(Number(N)) === N);
const valuesOf = (own: fc.Arbitrary<AttributeValue>): fc.Arbitrary<AttributeValue> =>
  fc.oneof(
    { weight: 5, arbitrary: own },
    fc.array(spelt, { maxLength: 2 }).map((L) => ({ L })),
    fc.dictionary(fc.constantFrom('x', 'y'), spelt, { maxKeys: 2 }).map((M) => ({ M })),
  );
export const values = valuesOf(scalars);
const settable = valuesOf(spelt);

type Written = (expression: Expression) => string;

const attribute = fc.constantFrom(...OTHERS, 'greenfield', 'closed_at');
const comparable = fc.oneof(
  numbers.map((N) => ({ N })),
  fc.constantFrom('a', 'b').map((S) => ({ S })),
);
export const simple: fc.Arbitrary<Written> = fc.oneof(
  attribute.map(
    (name): Written =>
      (expression) =>
        expression.exists(name),
  ),
  attribute.map(
    (name): Written =>
      (expression) =>
        expression.absent(name),
  ),
  fc.tuple(attribute, fc.constantFrom('=', '<>'), values).map(
    ([name, by, value]): Written =>
      (e) =>
        `${e.name(name)} ${by} ${e.value(value)}`,
  ),
  fc.tuple(attribute, fc.constantFrom('<', '<=', '>', '>='), comparable).map(
    ([name, by, value]): Written =>
      (e) =>
        `${e.name(name)} ${by} ${e.value(value)}`,
  ),
  fc.tuple(attribute, numbers, numbers).map(
    ([name, low, high]): Written =>
      (e) =>
        `${e.name(name)} BETWEEN ${e.value({ N: low })} AND ${e.value({ N: high })}`,
  ),
  fc.tuple(attribute, fc.array(scalars, { minLength: 1, maxLength: 3 })).map(
    ([name, list]): Written =>
      (e) =>
        `${e.name(name)} IN (${list.map((each) => e.value(each)).join(', ')})`,
  ),
  fc.tuple(attribute, fc.constantFrom('begins_with', 'contains'), fc.constantFrom('a', 'é')).map(
    ([name, called, S]): Written =>
      (e) =>
        `${called}(${e.name(name)}, ${e.value({ S })})`,
  ),
);
const { condition: conditions } = fc.letrec<{ condition: Written }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: simple },
    {
      weight: 1,
      arbitrary: simple.map(
        (of): Written =>
          (e) =>
            `NOT ${of(e)}`,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR'), tie('condition'), fc.boolean()).map(
        ([left, by, right, negated]): Written =>
          (e) =>
            `${negated ? 'NOT ' : ''}(${left(e)} ${by} ${right(e)})`,
      ),
    },
  ),
}));

/** DynamoDB refuses brackets around all of a condition as little as it needs them. */
export const condition = fc.option(conditions, { nil: undefined });
const oldOnFailure = fc.constantFrom(undefined, 'ALL_OLD' as const);

export const conditional = fc.record({ condition, oldOnFailure }).map(({ condition: write, oldOnFailure: wanted }) => {
  return (expression: Expression) => ({
    ...(write === undefined ? {} : { ConditionExpression: write(expression) }),
    ...(write === undefined || wanted === undefined ? {} : { ReturnValuesOnConditionCheckFailure: wanted }),
  });
});

const setting: fc.Arbitrary<Written> = fc.oneof(
  fc.tuple(fc.constantFrom(...OTHERS), settable).map(
    ([name, value]): Written =>
      (e) =>
        e.equals(name, value),
  ),
  fc.tuple(fc.constantFrom(...OTHERS), settable).map(
    ([name, value]): Written =>
      (e) =>
        `${e.name(name)} = if_not_exists(${e.name(name)}, ${e.value(value)})`,
  ),
  spelt.map(
    (value): Written =>
      (e) =>
        `${e.name('kept')} = list_append(${e.value({ L: [value] })}, if_not_exists(${e.name('kept')}, ${e.value({ L: [] })}))`,
  ),
  fc.tuple(fc.constantFrom(...OTHERS), fc.constantFrom(...OTHERS)).map(
    ([name, from]): Written =>
      (e) =>
        `${e.name(name)} = ${e.name(from)}`,
  ),
);
export const updating = fc
  .record({
    sets: fc.array(setting, { maxLength: 2 }),
    removes: fc.uniqueArray(fc.constantFrom(...OTHERS, 'closed_at', 'greenfield'), { maxLength: 2 }),
  })
  .filter(({ sets, removes }) => sets.length + removes.length > 0)
  .map(
    ({ sets, removes }): Written =>
      (e) => {
        const set = sets.length === 0 ? '' : `SET ${sets.map((write) => write(e)).join(', ')}`;
        return removes.length === 0 ? set : `${set} REMOVE ${removes.map((name) => e.name(name)).join(', ')}`;
      },
  );
