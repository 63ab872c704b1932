/** Where tasks stand, straight from the tables. */

import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from '../../src/adapters/dynamodb/attribute-values.js';
import { awsClientConfig } from '../support/aws/ministack.js';

export class Tables {
  readonly #client: DynamoDBClient;

  constructor(endpoint: string) {
    this.#client = new DynamoDBClient(awsClientConfig(endpoint));
  }

  async rows(table: string): Promise<Item[]> {
    const rows: Item[] = [];
    let start: Item | undefined;
    do {
      const answer = await this.#client.send(
        new ScanCommand({ TableName: table, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
      );
      rows.push(...((answer.Items ?? []) as Item[]));
      start = answer.LastEvaluatedKey as Item | undefined;
    } while (start !== undefined);
    return rows;
  }

  /** Closed tasks of a labourer by their end: 1 done, 0 dead, 2 cancelled. */
  async closed(labourer: string, end: 0 | 1 | 2): Promise<Item[]> {
    const rows = await this.rows('sosw_closed_tasks');
    return rows.filter((row) => row.labourer_id_task_status?.S === `${labourer}_${end}`);
  }

  /** Tasks that are queued or running. */
  async open(labourer: string): Promise<Item[]> {
    return (await this.rows('sosw_tasks')).filter((row) => row.labourer_id?.S === labourer);
  }

  close(): void {
    this.#client.destroy();
  }
}
