/** Counts requests and capacity units of a DynamoDB client, as the service itself reports them. */

import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const READS = new Set(['GetItemCommand', 'QueryCommand', 'BatchGetItemCommand', 'ScanCommand']);

export interface CapacityCount {
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly byCommand: Readonly<Record<string, number>>;
}

export class CapacityMeter {
  #readUnits = 0;
  #writeUnits = 0;
  readonly #byCommand = new Map<string, number>();

  constructor(...clients: readonly DynamoDBClient[]) {
    for (const client of clients) this.#watch(client);
  }

  /** What was used since the last time. */
  take(): CapacityCount {
    const count = {
      requests: [...this.#byCommand.values()].reduce((sum, requests) => sum + requests, 0),
      readUnits: this.#readUnits,
      writeUnits: this.#writeUnits,
      byCommand: Object.fromEntries(this.#byCommand),
    };
    this.#byCommand.clear();
    this.#readUnits = 0;
    this.#writeUnits = 0;
    return count;
  }

  #watch(client: DynamoDBClient): void {
    client.middlewareStack.add(
      (next) => (args) => next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } }),
      { step: 'initialize', name: 'askForCapacity' },
    );
    // Below the SDK's repeats, so that each of them counts.
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const command = context.commandName ?? '';
        this.#byCommand.set(command, (this.#byCommand.get(command) ?? 0) + 1);
        const result = await next(args);
        const { ConsumedCapacity: consumed } = result.output as {
          ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
        };
        for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) {
          if (READS.has(command)) this.#readUnits += CapacityUnits;
          else this.#writeUnits += CapacityUnits;
        }
        return result;
      },
      { step: 'finalizeRequest', priority: 'low', name: 'countCapacity' },
    );
  }
}
