/** Area 6: the helpers of the library, under their documented names. */

import type { Json } from '../../../src/domain/task.js';
import * as helpers from '../../../src/entrypoints/library/helpers.js';
import { type AreaRunner, difference, mapIn, outcome } from '../vector.js';

type Arguments = Readonly<Record<string, Json | undefined>>;

export const run: AreaRunner = async (vector) => {
  const { op } = vector.input;
  const call = typeof op === 'string' && Object.hasOwn(CALLS, op) ? CALLS[op] : undefined;
  if (call === undefined) return `unknown operation ${JSON.stringify(op)}`;
  const now = new Date(vector.now);
  return outcome(
    vector,
    () => ({ [op === 'make_hash' ? 'equal' : 'value']: written(call(mapIn(vector.input, 'args'), now)) }),
    (found, expected) => difference(found, expected, vector.compare),
  );
};

/** Functions of the public face take what JavaScript callers give them, so the vectors' arguments go in unchecked. */
const CALLS: Readonly<Record<string, (args: Arguments, now: Date) => unknown>> = {
  validate_account_to_dashed: ({ account }) => helpers.validateAccountToDashed(account as string),
  validate_account_to_int: ({ account }) => helpers.validateAccountToInt(account as string),
  validate_list_of_numbers_from_csv: ({ data }) => helpers.validateListOfNumbersFromCsv(data),
  validate_list_of_words_from_csv_or_list: ({ data }) => helpers.validateListOfWordsFromCsvOrList(data as string),
  camel_case_to_underscore: ({ name }) => helpers.camelCaseToUnderscore(name),
  rstrip_all: ({ input, patterns }) => helpers.rstripAll(input as string, patterns as string),
  convert_string_to_words: ({ string }) => helpers.convertStringToWords(string as string),
  validate_uuid4: ({ uuid_string: text }) => helpers.validateUuid4(text),
  chunks: ({ list, n }) => helpers.chunks(list as Json[], n as number),
  first_or_none: ({ items, condition }) => helpers.firstOrNone(items as Json[], conditionOf(condition)),
  get_one_or_none_from_dict: (args) => helpers.getOneOrNoneFromDict(...pickArguments(args)),
  get_one_from_dict: (args) => helpers.getOneFromDict(...pickArguments(args)),
  get_list_of_multiple_or_one_or_empty_from_dict: (args) =>
    helpers.getListOfMultipleOrOneOrEmptyFromDict(...pickArguments(args)),
  validate_date_from_something: ({ d }) => helpers.validateDateFromSomething(d),
  validate_datetime_from_something: ({ d }) => helpers.validateDatetimeFromSomething(d),
  validate_date_list_from_event_or_days_back: ({ input, days_back: daysBack, key_name: keyName }, now) =>
    helpers.validateDateListFromEventOrDaysBack(
      input as object,
      given({ daysBack, keyName, now }) as helpers.DateListOptions,
    ),
  construct_dates_from_event: ({ event }, now) => helpers.constructDatesFromEvent(event as object, { now }),
  validate_string_matches_datetime_format: ({ date_str: text, date_format: format, field_name: field }) =>
    helpers.validateStringMatchesDatetimeFormat(text as string, format as string, field as string | undefined) ?? null,
  is_valid_date: ({ date_str: text, date_formats: formats }) => helpers.isValidDate(text, formats as string[]),
  recursive_matches_soft: ({ src, key, val, ...rest }) =>
    helpers.recursiveMatchesSoft(src, key as string, val, searchOptions(rest)),
  recursive_matches_strict: ({ src, key, val, ...rest }) =>
    helpers.recursiveMatchesStrict(src, key as string, val, searchOptions(rest)),
  recursive_matches_extract: ({ src, key, ...rest }) =>
    helpers.recursiveMatchesExtract(src, key as string, searchOptions(rest)),
  dunder_to_dict: ({ data, separator }) => helpers.dunderToDict(data as object, separator as string | undefined),
  nested_dict_from_keys: ({ keys, value }) => helpers.nestedDictFromKeys(keys as string[], value),
  recursive_update: ({ d, u }) => helpers.recursiveUpdate(d as object, u as object),
  trim_arn_to_name: ({ arn }) => helpers.trimArnToName(arn as string),
  trim_arn_to_account: ({ arn }) => helpers.trimArnToAccount(arn as string),
  make_hash: ({ a, b }) => helpers.makeHash(a) === helpers.makeHash(b),
};

/** Instants are written as Python writes those without a zone. */
const written = (value: unknown): unknown => (value instanceof Date ? instantText(value) : value);

function instantText(instant: Date): string {
  const [seconds = '', fraction = ''] = instant.toISOString().slice(0, -1).split('.');
  return Number(fraction) === 0 ? seconds : `${seconds}.${fraction}000`;
}

function conditionOf(condition: Json | undefined): ((item: Json) => boolean) | undefined {
  if (condition === undefined || condition === null) return undefined;
  const { eq, gt } = mapIn({ condition }, 'condition');
  return eq === undefined ? (item) => Number(item) > Number(gt) : (item) => item === eq;
}

const pickArguments = ({ input, name, vtype }: Arguments): [object, string, 'int' | 'float' | 'str' | undefined] => [
  input as object,
  name as string,
  (vtype ?? undefined) as 'int' | 'float' | 'str' | undefined,
];

const searchOptions = ({
  exclude_key: excludeKey,
  exclude_val: excludeVal,
  separator,
}: Arguments): helpers.SearchOptions => given({ excludeKey, excludeVal, separator });

/** Options that were named, so that the others keep their defaults. */
const given = (options: object): object =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
