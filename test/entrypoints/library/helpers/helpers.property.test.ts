import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as helpers from '../../../../src/entrypoints/library/helpers.js';

const { RefusedError, ...exported } = helpers;
const functions: [string, (...args: unknown[]) => unknown][] = Object.entries(exported).map(([name, helper]) => [
  name,
  helper as (...args: unknown[]) => unknown,
]);

const odd = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
  withBoxedValues: true,
});
/** Closer to what the helpers take, so that they get beyond their first check. */
const likely = fc.oneof(
  odd,
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom('a', 'as', 'date_list', 'st_date', 'days_back', 'now', '__proto__', 'a__b'), odd),
  fc.constantFrom(
    'a',
    'as',
    'a.b',
    '%Y-%m-%d',
    '2024-02-30',
    '1e999',
    '9'.repeat(400),
    'arn:aws:lambda:::',
    -1,
    1e300,
    'int',
  ),
  fc.date({ noInvalidDate: false }),
  fc.array(fc.string({ unit: 'binary' })),
);

describe('every helper', () => {
  it('is among those tried here', () => {
    expect(functions.map(([name]) => name).sort()).toEqual(
      `camelCaseToUnderscore chunks constructDatesFromEvent convertStringToWords dunderToDict firstOrNone
      getListOfMultipleOrOneOrEmptyFromDict getOneFromDict getOneOrNoneFromDict isValidDate makeHash nestedDictFromKeys
      recursiveMatchesExtract recursiveMatchesSoft recursiveMatchesStrict recursiveUpdate rstripAll trimArnToAccount trimArnToName
      validateAccountToDashed validateAccountToInt validateDateFromSomething validateDateListFromEventOrDaysBack
      validateDatetimeFromSomething validateListOfNumbersFromCsv validateListOfWordsFromCsvOrList
      validateStringMatchesDatetimeFormat validateUuid4`.split(/\s+/),
    );
  });

  it.each(functions)('%s throws nothing but RefusedError with a code of its own, whatever it is given', (_, helper) => {
    fc.assert(
      fc.property(fc.array(likely, { maxLength: 4 }), (args) => {
        try {
          helper(...args);
        } catch (error) {
          expect(error).toBeInstanceOf(RefusedError);
          expect((error as helpers.RefusedError).code).toMatch(/^helper\.[a-z_]+$/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each(functions)('%s leaves its arguments as they are', (_, helper) => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 3 }), (args) => {
        const before = structuredClone(args);
        try {
          helper(...args);
        } catch {
          // What is refused must not be altered either.
        }
        expect(args).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });
});
