/** What may go wrong in a simulated DynamoDB: each function is asked where its fault could happen; what is not given never happens. */

/** A request by its name in the API. */
export type CommandName =
  | 'GetItem'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query'
  | 'BatchGetItem'
  | 'BatchWriteItem'
  | 'TransactWriteItems';

/**
 * `throttle`: nothing is done, ProvisionedThroughputExceededException. `unavailable`: nothing is done, InternalServerError. `lose`: all is
 * done, and the answer, be it a failed condition, does not arrive in time.
 */
export type RequestFault = 'none' | 'throttle' | 'lose' | 'unavailable';

export interface DynamoFaults {
  /** Of every sending, the SDK's repeats included. */
  request?(command: CommandName): RequestFault;
  /** Of a batch, read or written: how many of its last items are left unprocessed. All of them: the request is throttled. */
  batch?(): number | undefined;
  /** Whether another transaction is in the way of a write; nothing is done. Batches meet none. */
  conflict?(): boolean;
  /** Seconds until a global index shows a write; the writes of one item are shown in their order. */
  lag?(): number;
  /** Seconds for which eventually consistent reads of the item itself (GetItem, BatchGetItem) may still show what was before the write. */
  staleness?(): number;
  /** How many items a page of a query looks at, at most, as if they filled its megabyte. */
  page?(): number | undefined;
}
