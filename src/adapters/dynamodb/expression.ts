/** Writes DynamoDB's expressions: every name and value by placeholder, since the columns' names are the users' and some are reserved words. */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './attribute-values.js';

export class Expression {
  readonly #names = new Map<string, string>();
  readonly #values: Item = {};
  #count = 0;

  /** The placeholder of an attribute's name. */
  name(attribute: string): string {
    const known = this.#names.get(attribute);
    if (known !== undefined) return known;
    const placeholder = `#a${this.#names.size}`;
    this.#names.set(attribute, placeholder);
    return placeholder;
  }

  value(value: AttributeValue): string {
    const placeholder = `:v${this.#count++}`;
    this.#values[placeholder] = value;
    return placeholder;
  }

  equals(attribute: string, value: AttributeValue): string {
    return `${this.name(attribute)} = ${this.value(value)}`;
  }

  exists(attribute: string): string {
    return `attribute_exists(${this.name(attribute)})`;
  }

  absent(attribute: string): string {
    return `attribute_not_exists(${this.name(attribute)})`;
  }

  /** What a request needs beside its expressions. DynamoDB refuses empty maps. */
  get attributes(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Item } {
    return {
      ...(this.#names.size === 0
        ? {}
        : { ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, mark]) => [mark, name])) }),
      ...(this.#count === 0 ? {} : { ExpressionAttributeValues: this.#values }),
    };
  }
}
