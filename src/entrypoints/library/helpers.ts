/** `sosw/helpers`: the manual's helpers, pure and independent of each other. Each throws nothing but what its docstring names. */

export { RefusedError } from '../../domain/errors.js';
export { validateAccountToDashed, validateAccountToInt } from './helpers/accounts.js';
export { trimArnToAccount, trimArnToName } from './helpers/arn.js';
export type { Conversion, Converted } from './helpers/conversion.js';
export { validateListOfNumbersFromCsv, validateListOfWordsFromCsvOrList } from './helpers/csv.js';
export { isValidDate, validateStringMatchesDatetimeFormat } from './helpers/date-formats.js';
export { validateDateFromSomething, validateDatetimeFromSomething } from './helpers/dates.js';
export {
  constructDatesFromEvent,
  type DateListOptions,
  validateDateListFromEventOrDaysBack,
} from './helpers/event-dates.js';
export { makeHash } from './helpers/hash.js';
export { chunks, firstOrNone } from './helpers/lists.js';
export { camelCaseToUnderscore, convertStringToWords, rstripAll } from './helpers/names.js';
export { dunderToDict, type NestedDict, nestedDictFromKeys } from './helpers/nested-maps.js';
export {
  recursiveMatchesExtract,
  recursiveMatchesSoft,
  recursiveMatchesStrict,
  type SearchOptions,
} from './helpers/nested-search.js';
export {
  getListOfMultipleOrOneOrEmptyFromDict,
  getOneFromDict,
  getOneOrNoneFromDict,
} from './helpers/pick-from-event.js';
export { recursiveUpdate, type Updated } from './helpers/recursive-update.js';
export { validateUuid4 } from './helpers/uuid.js';
