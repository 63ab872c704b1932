/**
 * Write units of conditional writes that were refused. AWS charges them, DynamoDB Local doesn't report them: one for a single item of
 * up to 1 KB, two for each item of a transaction. Source: the developer guide's "Condition expressions" and "Transactions".
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

export class RefusedWrites {
  #units = 0;

  constructor(...clients: readonly DynamoDBClient[]) {
    for (const client of clients) {
      client.middlewareStack.add(
        (next) => async (args) => {
          try {
            return await next(args);
          } catch (error) {
            this.#units += unitsOf(error, args.input);
            throw error;
          }
        },
        { step: 'initialize', name: 'countRefusedWrites' },
      );
    }
  }

  /** Units since the last time. */
  take(): number {
    const units = this.#units;
    this.#units = 0;
    return units;
  }
}

function unitsOf(error: unknown, input: object): number {
  const name = error instanceof Error ? error.name : '';
  if (name === 'ConditionalCheckFailedException') return 1;
  if (name !== 'TransactionCanceledException') return 0;
  return 2 * ((input as { TransactItems?: readonly unknown[] }).TransactItems?.length ?? 0);
}
