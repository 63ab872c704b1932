/** A worker's own events of its task in `sosw_tasks_meta`, beside those of the essentials. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { RefusedError } from '../../../domain/errors.js';
import { refuseUnlessJsonMap } from '../../../domain/job/json.js';
import type { JsonObject } from '../../../domain/task.js';
import { ownFunctionName, ownLogStream } from '../../config/worker-environment.js';
import { type HasStats, Stats, type StatValues } from '../stats.js';
import { booleanArgument, mapArgument, optionsArgument, textArgument } from '../argument.js';

const CODE = 'meta.argument';
const TABLE = 'sosw_tasks_meta';
/** A row of DynamoDB holds 400 KB, the names of its attributes counted in. */
const EVENT_BYTES_MAX = 380_000;
const TEXT = { max: 256, expected: 'a text of 1 to 256 characters' };

/** What `MetaHandler` is set up with. */
export interface MetaHandlerOptions {
  readonly config?: {
    /** False: nothing is written. Default true. */
    readonly write_meta_to_dynamo?: boolean;
    readonly dynamo_db_config?: { readonly table_name?: string };
  };
  /** Made on first use if none is given. */
  readonly client?: DynamoDBClient;
  /** Who writes; default: the function's name. */
  readonly author?: string;
  /** Told of events that could not be written; default `console`. */
  readonly logger?: { warn(message: string, context: Readonly<Record<string, unknown>>): void };
  /** The present instant in milliseconds. */
  readonly now?: () => number;
}

/** One event; anything beside the two names becomes an attribute of the row. */
export interface MetaEvent {
  readonly task_id: string;
  readonly action: string;
  readonly [attribute: string]: JsonObject[string] | undefined;
}

/** What of the context of an invocation the row tells. */
export interface MetaContext {
  readonly awsRequestId?: string;
  readonly logStreamName?: string;
}

/**
 * Writes what happened to a task into `sosw_tasks_meta`, one row an event: `task_id`, `created_at` (epoch seconds), `author`,
 * `invocation_id`, `log_stream_name`, `action`, and whatever else the event holds. Never in the way: a write that fails is logged.
 *
 * @example
 * ```ts
 * const meta = new MetaHandler();
 * await meta.post({ task_id: event.task_id, action: 'rows_loaded', rows: 42 }, context);
 * ```
 */
export class MetaHandler implements HasStats {
  readonly #stats = new Stats();
  readonly #isOn: boolean;
  readonly #table: string;
  readonly #author: string;
  readonly #logger: NonNullable<MetaHandlerOptions['logger']>;
  readonly #now: () => number;
  #client: DynamoDBClient | undefined;

  /** @throws RefusedError `meta.argument` for settings of another form. */
  constructor(options: MetaHandlerOptions = {}) {
    optionsArgument(CODE, options);
    const { config = {}, client, logger = console, now = Date.now } = options;
    mapArgument({ code: CODE, path: 'config' }, config);
    const { write_meta_to_dynamo = true, dynamo_db_config = {} } = config;
    this.#isOn = booleanArgument({ code: CODE, path: 'config.write_meta_to_dynamo' }, write_meta_to_dynamo);
    mapArgument({ code: CODE, path: 'config.dynamo_db_config' }, dynamo_db_config);
    const table = { code: CODE, path: 'config.dynamo_db_config.table_name' };
    this.#table = textArgument(table, dynamo_db_config.table_name ?? TABLE, TEXT);
    const author = options.author ?? ownFunctionName() ?? 'worker';
    this.#author = textArgument({ code: CODE, path: 'author' }, author, TEXT);
    this.#logger = logger;
    this.#now = now;
    this.#client = client;
  }

  /**
   * Writes one event. A failing write is logged as a warning, without the event, and counted; nothing is thrown for it.
   *
   * @param event - `task_id`, `action`, and further attributes of JSON values; those that the row has already are the handler's.
   * @param context - The Lambda context: its request and log stream stand in the row.
   * @returns Whether the event was written.
   * @throws RefusedError `meta.argument` for an event of another form, or above 380 KB.
   */
  async post(event: MetaEvent, context: MetaContext = {}): Promise<boolean> {
    const row = this.#rowOf(event, context);
    if (!this.#isOn) return false;
    try {
      await this.#write(row);
      this.#stats.add('meta_events_written');
      return true;
    } catch (error) {
      this.#stats.add('meta_events_lost');
      // The name alone: what the error quotes may be the event's.
      this.#logger.warn("a task's event could not be written down", { table: this.#table, error: awsErrorName(error) });
      return false;
    }
  }

  /** `meta_events_written` and `meta_events_lost`. */
  getStats(): StatValues {
    return this.#stats.values;
  }

  /** Adds every counter to its `total_<name>` and begins it anew. */
  resetStats(): void {
    this.#stats.reset();
  }

  #rowOf(event: MetaEvent, context: MetaContext): JsonObject {
    const given = mapArgument({ code: CODE, path: 'event' }, event);
    textArgument({ code: CODE, path: 'event.task_id' }, given.task_id, TEXT);
    textArgument({ code: CODE, path: 'event.action' }, given.action, TEXT);
    const invocation = context?.awsRequestId;
    const stream = context?.logStreamName ?? ownLogStream();
    const row = jsonEvent({
      ...given,
      author: this.#author,
      ...(invocation === undefined ? {} : { invocation_id: invocation }),
      ...(stream === undefined ? {} : { log_stream_name: stream }),
    });
    const bytes = Buffer.byteLength(JSON.stringify(row));
    if (bytes <= EVENT_BYTES_MAX) return row;
    throw new RefusedError(CODE, { path: 'event', expected: `at most ${EVENT_BYTES_MAX} bytes as JSON`, found: bytes });
  }

  async #write(row: JsonObject): Promise<void> {
    const { DynamoDBClient, PutItemCommand } = await import('@aws-sdk/client-dynamodb');
    const { attributeOf } = await import('../../../adapters/dynamodb/attribute-values.js');
    this.#client ??= new DynamoDBClient({});
    const Item = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, attributeOf(value)]));
    Item.created_at = { N: this.#uniqueInstant() };
    await this.#client.send(new PutItemCommand({ TableName: this.#table, Item }));
  }

  /** The instant is the row's key, and events of one instant must not replace each other: digits far below what a clock can tell differ. */
  #uniqueInstant(): string {
    const chance = String(Math.floor(Math.random() * 1e12)).padStart(12, '0');
    return `${(this.#now() / 1000).toFixed(6)}${chance}`;
  }
}

/** Without attributes that are undefined; refuses what JSON can't write. */
function jsonEvent(event: Readonly<Record<string, unknown>>): JsonObject {
  const row = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
  try {
    refuseUnlessJsonMap(row, 'event');
    return row;
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(CODE, { path: error.path, expected: error.expected });
  }
}
