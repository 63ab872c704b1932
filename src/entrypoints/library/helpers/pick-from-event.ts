/** One value, or a list of them, from an event that may name it in the singular or in the plural. */

import { type Conversion, type Converted, converted } from './conversion.js';
import { elementsOf, isAbsent, mapOf, ownValue, refused, textOf, wrongKind } from './values.js';

/**
 * The value under `name`, else the only element of the list under the plural of `name`. Null, an empty text, an empty list and an
 * empty map count as absent; zero and false are values.
 *
 * @param input A map: the event of a Lambda, for example.
 * @param name In the singular; the plural is `name` and `s`.
 * @param vtype What the value is converted to: `'int'` (a fraction is cut off), `'float'`, `'str'`, or a function.
 * @returns The value, or null when there is none.
 * @throws RefusedError `helper.ambiguous` when there is more than one value, `helper.kind` when `input` is no map, the plural no list
 *   or the value of a kind that can't be converted, `helper.number` when a text reads as no number.
 * @example
 * ```ts
 * getOneOrNoneFromDict({ accounts: ['7'] }, 'account', 'int'); // 7
 * ```
 */
export function getOneOrNoneFromDict<C extends Conversion | undefined>(
  input: object,
  name: string,
  vtype?: C,
): Converted<C> | null {
  const map = mapOf(input, 'input');
  const plural = `${textOf(name, 'name')}s`;
  const single = ownValue(map, name);
  if (!isAbsent(single)) return converted<C>(single, vtype as C, `input.${name}`);

  const several = ownValue(map, plural);
  if (isAbsent(several)) return null;
  const elements = elementsOf(several);
  if (elements === undefined) throw wrongKind(`input.${plural}`, 'a list', several);
  if (elements.length > 1) throw refused('helper.ambiguous', `input.${plural}`, 'a list of one element at most');
  return converted<C>(elements[0], vtype as C, `input.${plural}[0]`);
}

/**
 * Like `getOneOrNoneFromDict`, where the value has to be there.
 *
 * @param input A map: the event of a Lambda, for example.
 * @param name In the singular; the plural is `name` and `s`.
 * @param vtype What the value is converted to: `'int'` (a fraction is cut off), `'float'`, `'str'`, or a function.
 * @returns The value.
 * @throws RefusedError `helper.missing` when there is no value, and whatever `getOneOrNoneFromDict` throws.
 * @example
 * ```ts
 * getOneFromDict({ account: 7 }, 'account', 'str'); // '7'
 * ```
 */
export function getOneFromDict<C extends Conversion | undefined>(input: object, name: string, vtype?: C): Converted<C> {
  const value = getOneOrNoneFromDict(input, name, vtype);
  if (value === null || isAbsent(value)) throw refused('helper.missing', `input.${name}`, 'a value');
  return value;
}

/**
 * The values under `name`, else those under its singular. One value that is no list becomes a list of one.
 *
 * @param input A map: the event of a Lambda, for example.
 * @param name In the plural; where it ends in `s`, the singular is the rest of it.
 * @param vtype What each value is converted to: `'int'` (a fraction is cut off), `'float'`, `'str'`, or a function.
 * @returns The values; none where both names are absent or empty (null, an empty text, list or map).
 * @throws RefusedError `helper.kind` when `input` is no map or a value of a kind that can't be converted, `helper.number` when a text
 *   reads as no number.
 * @example
 * ```ts
 * getListOfMultipleOrOneOrEmptyFromDict({ account: '7' }, 'accounts', 'int'); // [7]
 * ```
 */
export function getListOfMultipleOrOneOrEmptyFromDict<C extends Conversion | undefined>(
  input: object,
  name: string,
  vtype?: C,
): Converted<C>[] {
  const map = mapOf(input, 'input');
  const names = textOf(name, 'name').endsWith('s') ? [name, name.slice(0, -1)] : [name];
  const found = names.find((key) => !isAbsent(ownValue(map, key)));
  if (found === undefined) return [];
  const value = ownValue(map, found);
  const path = `input.${found}`;
  const elements = elementsOf(value);
  if (elements === undefined) return [converted<C>(value, vtype as C, path)];
  return elements.map((element, index) => converted<C>(element, vtype as C, `${path}[${index}]`));
}
