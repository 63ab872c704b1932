/** The tables of a simulated DynamoDB: what every request reads and writes through. */

import type { Item } from '../../../../src/adapters/dynamodb/attribute-values.js';
import type { TableDefinition } from '../../../../src/adapters/dynamodb/table-definitions.js';
import type { DynamoFaults } from './dynamo-faults.js';
import { noSuchTable } from './service-errors.js';
import { SimulatedTable } from './simulated-table.js';

/** Called after each change of an item, once all changes of its request are made. The items are those that are stored. */
export type OnWrite = (table: string, key: string, before: Item | undefined, after: Item | undefined) => void;

export interface TablesParts {
  readonly tables: readonly TableDefinition[];
  /** Epoch seconds. */
  readonly now: () => number;
  readonly faults?: DynamoFaults;
  readonly onWrite?: OnWrite;
}

/** An item that is to be written, or with `after` undefined, deleted. */
export interface Change {
  readonly table: SimulatedTable;
  readonly key: string;
  readonly after: Item | undefined;
}

export class Tables {
  readonly faults: DynamoFaults;
  readonly now: () => number;
  readonly #onWrite: OnWrite | undefined;
  readonly #tables: ReadonlyMap<string, SimulatedTable>;

  constructor({ tables, now, faults = {}, onWrite }: TablesParts) {
    this.faults = faults;
    this.now = now;
    this.#onWrite = onWrite;
    this.#tables = new Map(tables.map((definition) => [definition.name, new SimulatedTable(definition)]));
  }

  /** Throws ResourceNotFoundException. */
  of(name: string | undefined): SimulatedTable {
    const table = name === undefined ? undefined : this.#tables.get(name);
    if (table === undefined) throw noSuchTable(name);
    return table;
  }

  all(): Iterable<SimulatedTable> {
    return this.#tables.values();
  }

  /** Makes all changes, then tells of each. */
  write(...changes: readonly Change[]): void {
    const { lag } = this.faults;
    const now = this.now();
    const before = changes.map(({ table, key }) => table.items.get(key));
    for (const { table, key, after } of changes) {
      table.write(key, after, now, lag && (() => this.faults.lag?.() ?? 0), this.faults.staleness?.() ?? 0);
    }
    if (this.#onWrite === undefined) return;
    for (const [index, { table, key, after }] of changes.entries()) {
      this.#onWrite(table.definition.name, key, before[index], after);
    }
  }
}
