/**
 * A worker in the style of a class. It saves the visitors of one day into a table of DynamoDB.
 *
 * The job (jobs/save-rows.json) asks for the last three days, a task for each.
 */

import { DynamoDbClient } from 'sosw/components';
import { getLambdaHandler, Worker } from 'sosw/worker';

/** The weakest layer of the configuration: the stored document `save_rows_config`, if there is one, is merged over it. */
const DEFAULT_CONFIG = {
  dynamo_db_config: {
    table_name: 'example_visitors',
    hash_key: 'day',
    /** The columns and their types, in DynamoDB's words: S is text, N a number. */
    row_mapper: { day: 'S', visitors: 'N' },
    required_fields: ['day', 'visitors'],
  },
} as const;

class SaveRows extends Worker<typeof DEFAULT_CONFIG> {
  static override readonly DEFAULT_CONFIG = DEFAULT_CONFIG;

  /**
   * A client is a field whose name ends in `Client`. It is made when the configuration is known, once a container, and what it counts
   * (`dynamo_put_queries`) is kept with the task too.
   */
  readonly dynamoDbClient = new DynamoDbClient({ config: this.config.dynamo_db_config });

  override async call(event: { readonly date_list: readonly [string] }) {
    const [day] = event.date_list;
    const visitors = visitorsOf(day);
    // The key follows from the task, so a task that is worked twice writes the same row twice, and nothing is doubled.
    await this.dynamoDbClient.put({ day, visitors });

    this.stats.add('visitors', visitors);
    this.result.day = day;
    // Says that the task is done. A `call` that ends without it leaves the task open.
    return super.call(event);
  }
}

export const handler = getLambdaHandler(SaveRows);

/** Stands for what a real worker would ask somebody else. */
const visitorsOf = (day: string): number => 100 + Number(day.slice(-2));
