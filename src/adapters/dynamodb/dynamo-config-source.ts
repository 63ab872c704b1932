/** Configuration documents in the documented table `config`: by environment and name, each a JSON text. */

import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConfigSource } from '../../application/ports/config-source.js';
import type { Json } from '../../domain/task.js';
import { documentOfText } from '../shared/config-document.js';
import { FIXED_NAMES } from '../shared/store-names.js';
import { jsonOf } from './attribute-values.js';
import { storeFailure } from './dynamo-failures.js';

export interface DynamoConfigSourceParts {
  readonly client: DynamoDBClient;
  readonly table?: string;
  /** The documents' `env`. */
  readonly env?: string;
}

export class DynamoConfigSource implements ConfigSource {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #env: string;

  constructor({ client, table = FIXED_NAMES.config, env = 'production' }: DynamoConfigSourceParts) {
    this.#client = client;
    this.#table = table;
    this.#env = env;
  }

  async get(name: string): Promise<Json | undefined> {
    const command = new GetItemCommand({ TableName: this.#table, Key: this.#keyOf(name), ConsistentRead: true });
    try {
      const value = (await this.#client.send(command)).Item?.config_value;
      if (value === undefined) return undefined;
      return value.S === undefined ? jsonOf(value) : documentOfText(value.S);
    } catch (error) {
      throw storeFailure(error, `to read ${this.#table}`);
    }
  }

  /** Stores a document's text under its name, in place of the one that was there. */
  async put(name: string, text: string): Promise<void> {
    const item = { ...this.#keyOf(name), config_value: { S: text } };
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#table, Item: item }));
    } catch (error) {
      throw storeFailure(error, `to write ${this.#table}`);
    }
  }

  #keyOf(name: string) {
    return { env: { S: this.#env }, config_name: { S: name } };
  }
}
