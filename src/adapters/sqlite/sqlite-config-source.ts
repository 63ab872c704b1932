/** Configuration documents in SQLite's table `config`, as the old system has them in DynamoDB. */

import type { ConfigSource } from '../../application/ports/config-source.js';
import type { Json } from '../../domain/task.js';
import { documentOfText } from '../shared/config-document.js';
import type { StoreDatabase } from './store-database.js';
import { FIXED_NAMES } from '../shared/store-names.js';

export class SqliteConfigSource implements ConfigSource {
  readonly #database: StoreDatabase;
  readonly #env: string;
  readonly #select;
  readonly #upsert;

  constructor(database: StoreDatabase, env = 'production') {
    this.#database = database;
    this.#env = env;
    const { config } = FIXED_NAMES;
    this.#select = database.statement<readonly [string]>(
      `SELECT config_value FROM ${config} WHERE env = ? AND config_name = ?`,
    );
    this.#upsert = database.statement(
      `INSERT INTO ${config} (env, config_name, config_value) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET config_value = excluded.config_value`,
    );
  }

  async get(name: string): Promise<Json | undefined> {
    const row = this.#database.read(() => this.#select.get(this.#env, name));
    return row === undefined ? undefined : documentOfText(row[0]);
  }

  /** Stores a document's text under its name, in place of the one that was there. */
  put(name: string, text: string): Promise<void> {
    return this.#database.change(1, () => {
      this.#upsert.run(this.#env, name, text);
    });
  }
}
