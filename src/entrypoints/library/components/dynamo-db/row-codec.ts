/** Rows to DynamoDB's items and back, as a client's `row_mapper` says. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../../../adapters/dynamodb/attribute-values.js';
import { SoswError } from '../../../../domain/errors.js';
import { looksNumeric } from './number-text.js';
import { plainOf, type Reading } from './read-value.js';
import { isPlainMap, refuseName, refusedValue } from './refusals.js';
import type { ColumnType, DynamoDbConfig, RowMapper } from './row-types.js';
import { columnValue, plainValue, typedValue } from './written-value.js';

/** How a row is converted. */
export interface WriteRule {
  /** Put before each name: `:` makes placeholders of them. */
  readonly addPrefix?: string;
  /** Whether names without a mapping, and null, are left out; true unless said otherwise. */
  readonly strict?: boolean;
}

/** Made once a client; keeps nothing of the rows. */
export class RowCodec {
  readonly mapper: RowMapper;
  readonly #required: ReadonlySet<string>;
  readonly #reading: Reading;

  constructor(config: DynamoDbConfig) {
    this.mapper = config.row_mapper;
    this.#required = new Set(config.required_fields);
    this.#reading = {
      parsesJson: config.dont_json_loads_results !== true,
      largeNumbers: config.large_numbers ?? 'refuse',
    };
  }

  /** Throws RefusedError `dynamo.value`, `dynamo.number`, `dynamo.name` or `dynamo.required_field`. `path` begins the places in messages. */
  toDynamo(row: unknown, { addPrefix = '', strict = true }: WriteRule = {}, path = 'row'): Item {
    if (!isPlainMap(row)) throw refusedValue({ path, expected: 'a plain map of columns', found: row });
    const entries = Object.entries(row).flatMap(([name, value]): [string, AttributeValue][] => {
      const place = `${path}.${name}`;
      if (value === undefined) throw refusedUndefined(place);
      if (strict && (value === null || this.typeOf(name) === undefined)) {
        this.#refuseRequired(name, place);
        return [];
      }
      return [[addPrefix + name, this.value(name, value, place)]];
    });
    return Object.fromEntries(entries);
  }

  /**
   * With `fetchAllFields` every column comes as it is stored, else a mapped one that holds another type throws SoswError
   * `dynamo.stored_type`. Throws SoswError `dynamo.number`, RefusedError `dynamo.value` for what is no typed row.
   */
  fromDynamo(item: Item, { fetchAllFields = false }: { fetchAllFields?: boolean } = {}): Record<string, unknown> {
    if (!isPlainMap(item)) throw refusedValue({ path: 'row', expected: 'a plain map of typed values', found: item });
    const names = fetchAllFields
      ? Object.keys(item)
      : Object.keys(this.mapper).filter((name) => Object.hasOwn(item, name));
    return Object.fromEntries(
      names.flatMap((name) => {
        const value = item[name];
        // The SDK's reader loses the value of a column `__proto__`, which only others can have written.
        if (value === undefined) return [];
        if (!fetchAllFields && isPlainMap(value)) this.#refuseOtherType(name, value);
        return [[name, plainOf(value, this.#reading, name)]];
      }),
    );
  }

  /** Undefined for a column without a mapping. */
  typeOf(name: string): ColumnType | undefined {
    return Object.hasOwn(this.mapper, name) ? this.mapper[name] : undefined;
  }

  /** A value of one column. Null is NULL. */
  value(name: string, value: unknown, path: string): AttributeValue {
    refuseName(name, path);
    return columnValue(name, value, { path, mapper: this.mapper });
  }

  /** A value that is compared with a part of the column: of type `element`, or of its own. */
  untypedValue(name: string, value: unknown, path: string, element?: ColumnType): AttributeValue {
    refuseName(name, path);
    return element === undefined ? plainValue(value, { path }) : typedValue(element, value, { path });
  }

  /** Text of a filter or range: as the mapper says, else as it looks (D34, D52). */
  textValue(name: string, text: string, path: string): AttributeValue {
    refuseName(name, path);
    const type = this.typeOf(name);
    if (type === 'M' || type === 'L') return typedValue(type, jsonIn(text), { path, mapper: this.mapper });
    if (type !== undefined) return typedValue(type, text, { path });
    if (/^(?:true|false)$/i.test(text)) return { BOOL: text.toLowerCase() === 'true' };
    return looksNumeric(text) ? typedValue('N', text, { path }) : plainValue(text, { path });
  }

  /** Throws RefusedError `dynamo.required_field` for a row that is to be stored without one of them. */
  refuseIncomplete(item: Item): void {
    for (const name of this.#required) {
      const value = Object.hasOwn(item, name) ? item[name] : undefined;
      if (value === undefined || value.NULL === true) throw refusedRequired(`row.${name}`);
    }
  }

  #refuseRequired(name: string, path: string): void {
    if (this.#required.has(name)) throw refusedRequired(path, this.typeOf(name) === undefined);
  }

  #refuseOtherType(name: string, value: AttributeValue): void {
    const type = this.mapper[name];
    if (type === undefined || value.NULL === true || Object.hasOwn(value, type)) return;
    const found = Object.keys(value)[0] ?? 'nothing';
    throw new SoswError('dynamo.stored_type', `${name}: the row_mapper says ${type}, the stored value is ${found}`);
  }
}

const refusedUndefined = (path: string) =>
  refusedValue({ path, expected: 'a value', found: undefined, hint: 'Leave the name out, or give null' });

const refusedRequired = (path: string, isUnmapped = false) =>
  refusedValue(
    {
      path,
      expected: isUnmapped ? 'a type in the row_mapper, as for every required field' : 'a value: the field is required',
      found: undefined,
    },
    'dynamo.required_field',
  );

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
