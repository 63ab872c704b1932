/** The configuration documents of the table `config` as an operator has them: all of an environment, and changed only as they were seen. */

import {
  type AttributeValue,
  type DynamoDBClient,
  paginateQuery,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { RefusedError } from '../../domain/errors.js';
import type { Json } from '../../domain/task.js';
import { documentOfText } from '../shared/config-document.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { type Item, jsonOf } from './attribute-values.js';
import { cancellationReasons, isConflict, storeFailure } from './dynamo-failures.js';

/** A document, and what its value was stored as: texts mostly, maps where somebody wrote it by hand. */
export interface StoredDocument {
  readonly name: string;
  readonly value: Json;
  readonly stored: AttributeValue;
}

export interface Replacement {
  readonly name: string;
  /** What the writer saw; undefined where there was no such document. */
  readonly before: StoredDocument | undefined;
  readonly text: string;
}

/** DynamoDB's limits, of an item (its keys and names included) and of a transaction. */
const ITEM_BYTES_MAX = 400 * 1024 - 1024;
const REPLACEMENTS_MAX = 100;

export class DynamoConfigDocuments {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #env: string;

  constructor({ client, table = FIXED_NAMES.config, env }: { client: DynamoDBClient; table?: string; env: string }) {
    this.#client = client;
    this.#table = table;
    this.#env = env;
  }

  /** By name, in the names' order; strongly consistent. */
  async all(): Promise<ReadonlyMap<string, StoredDocument>> {
    const query = {
      TableName: this.#table,
      KeyConditionExpression: '#env = :env',
      ExpressionAttributeNames: { '#env': 'env' },
      ExpressionAttributeValues: { ':env': { S: this.#env } },
      ConsistentRead: true,
    };
    const documents = new Map<string, StoredDocument>();
    try {
      for await (const { Items = [] } of paginateQuery({ client: this.#client }, query)) {
        for (const document of Items.flatMap(documentOf)) documents.set(document.name, document);
      }
    } catch (error) {
      throw storeFailure(error, `to read ${this.#table}`);
    }
    return documents;
  }

  /**
   * Writes all of the documents or none. `changed`: at least one of them is no longer what the writer saw. Other attributes of their items
   * stay. Refuses (`config.size`) what DynamoDB can't hold.
   */
  async replaceAll(replacements: readonly Replacement[]): Promise<'written' | 'changed'> {
    refuseTooLarge(replacements);
    if (replacements.length === 0) return 'written';
    const TransactItems = replacements.map((replacement) => ({ Update: this.#update(replacement) }));
    try {
      await this.#client.send(new TransactWriteItemsCommand({ TransactItems }));
      return 'written';
    } catch (error) {
      const failed = cancellationReasons(error)?.some(({ Code }) => Code === 'ConditionalCheckFailed') ?? false;
      if (failed || isConflict(error)) return 'changed';
      throw storeFailure(error, `to write ${this.#table}`);
    }
  }

  #update({ name, before, text }: Replacement) {
    return {
      TableName: this.#table,
      Key: { env: { S: this.#env }, config_name: { S: name } },
      UpdateExpression: 'SET config_value = :text',
      ConditionExpression: before === undefined ? 'attribute_not_exists(config_value)' : 'config_value = :before',
      ExpressionAttributeValues: {
        ':text': { S: text },
        ...(before === undefined ? {} : { ':before': before.stored }),
      },
    };
  }
}

function documentOf({ config_name, config_value: stored }: Item): StoredDocument[] {
  const name = config_name?.S;
  if (name === undefined || stored === undefined) return [];
  return [{ name, stored, value: stored.S === undefined ? jsonOf(stored) : documentOfText(stored.S) }];
}

function refuseTooLarge(replacements: readonly Replacement[]): void {
  for (const { name, text } of replacements) {
    const bytes = Buffer.byteLength(text);
    if (bytes <= ITEM_BYTES_MAX) continue;
    throw new RefusedError('config.size', { path: name, expected: `at most ${ITEM_BYTES_MAX} bytes`, found: bytes });
  }
  if (replacements.length <= REPLACEMENTS_MAX) return;
  const expected = `at most ${REPLACEMENTS_MAX} changed documents at once`;
  throw new RefusedError('config.size', { path: 'documents', expected, found: replacements.length });
}
