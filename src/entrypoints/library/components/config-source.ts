/** Configuration and credentials from DynamoDB, SSM Parameter Store or Secrets Manager, read once in a while. */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { RefusedError } from '../../../domain/errors.js';
import type { Json, JsonObject } from '../../../domain/task.js';
import { settingsByPrefix } from '../../config/settings-by-prefix.js';
import { configPlace } from '../../config/worker-environment.js';
import { type HasStats, Stats, type StatValues } from '../stats.js';
import {
  booleanArgument,
  mapArgument,
  numberArgument,
  optionsArgument,
  refusedArgument,
  textArgument,
} from '../argument.js';
import type { SettingsSource } from './settings-source.js';
import { ValueCache } from './value-cache.js';

const CODE = 'config.argument';
const MAX_AGE_S = 60;
const MAX_STALE_S = 3600;
/** DynamoDB's limit of a sort key, in bytes; none of the sources takes longer names. */
const NAME = { max: 1024, expected: 'a text of 1 to 1024 characters' };
const NAMES = ['dynamo', 'ssm', 'secrets'] as const;

/** A source of configuration. */
export type ConfigSourceName = (typeof NAMES)[number];

/** What `ConfigSource` is set up with. */
export interface ConfigSourceOptions {
  /** True reads the table `autotest_config`, unless `dynamo_config` names one. */
  readonly test?: boolean;
  /** In the order in which they are asked, as a list or joined by commas; the first is the default. Default `dynamo`. */
  readonly sources?: string | readonly ConfigSourceName[];
  readonly config?: {
    /** Defaults: `SOSW_CONFIG_TABLE` or `config`, `SOSW_CONFIG_ENV` or `production`. */
    readonly dynamo_config?: { readonly table_name?: string; readonly env?: string };
    /** `prefix` stands before every name as it is, such as `/sosw/`. */
    readonly ssm_config?: { readonly prefix?: string };
    readonly secrets_config?: { readonly prefix?: string };
  };
  /** Each is made on first use if it is not given. */
  readonly clients?: {
    readonly dynamo?: DynamoDBClient;
    readonly ssm?: SSMClient;
    readonly secrets?: SecretsManagerClient;
  };
  /** Seconds for which a value is not read again; default 60, 0 reads every time. */
  readonly maxAge?: number;
  /** Seconds beyond `maxAge` for which an older value stands in while its source does not answer; default 3600, 0 never. */
  readonly maxStale?: number;
  /** The present instant in milliseconds. */
  readonly now?: () => number;
}

/** One source alone. */
export interface ConfigClient {
  /** The document of this name: its JSON, the text where it is none, undefined where there is no document. */
  getConfig(name: string): Promise<Json | undefined>;
  /** The settings whose names begin with `<prefix>_`, by the rest of their names. */
  getCredentialsByPrefix(prefix: string): Promise<JsonObject>;
}

/**
 * Reads documents from the sources in their order: the first that has one answers. What was read is kept for `maxAge` seconds;
 * concurrent reads of one name are one request. While a source does not answer (throttled, unreachable), the older value stands in
 * for up to `maxStale` seconds and `config_stale` counts it; a source that refuses (no permission, no table) always rejects. Values do
 * not appear in errors. Each caller gets a copy of its own.
 *
 * @example
 * ```ts
 * const source = new ConfigSource({ sources: ['dynamo', 'secrets'] });
 * const config = await source.getConfig('my_worker_config');
 * const { user, password } = await source.secrets.getCredentialsByPrefix('db');
 * ```
 */
export class ConfigSource implements ConfigClient, HasStats {
  readonly #stats = new Stats();
  readonly #options: ConfigSourceOptions;
  readonly #clients: ReadonlyMap<ConfigSourceName, ConfigClient>;
  readonly #cache: ValueCache<Json | undefined>;
  readonly #opened = new Map<ConfigSourceName, Promise<SettingsSource>>();

  /** @throws RefusedError `config.argument` for an unknown source and for settings of another form. */
  constructor(options: ConfigSourceOptions = {}) {
    refuseWrong(options);
    const { maxAge = MAX_AGE_S, maxStale = MAX_STALE_S, now = Date.now } = options;
    this.#options = options;
    this.#clients = new Map(sourcesIn(options.sources ?? 'dynamo').map((name) => [name, this.#clientOf(name)]));
    this.#cache = new ValueCache({
      maxAgeMs: maxAge * 1000,
      maxStaleMs: maxStale * 1000,
      now,
      onStale: () => this.#stats.add('config_stale'),
    });
  }

  /** The documents of DynamoDB alone. @throws RefusedError `config.source` where it is not among the sources. */
  get dynamo(): ConfigClient {
    return this.#only('dynamo');
  }

  /** The parameters of SSM alone. @throws RefusedError `config.source` where it is not among the sources. */
  get ssm(): ConfigClient {
    return this.#only('ssm');
  }

  /** The secrets of Secrets Manager alone. @throws RefusedError `config.source` where it is not among the sources. */
  get secrets(): ConfigClient {
    return this.#only('secrets');
  }

  /**
   * The document of a name, from the first source that has one.
   *
   * @param name - As it is stored, behind the source's prefix: `my_worker_config`.
   * @returns Its JSON; the text where it is no JSON; undefined where no source has it.
   * @throws RefusedError `config.argument`, or `config.name` and `secret.name` for what can't be a parameter's or a secret's name.
   * SoswError `store.unavailable`, `config.unavailable`, `secret.unavailable` (retryable), `store.refused`.
   */
  async getConfig(name: string): Promise<Json | undefined> {
    for (const client of this.#clients.values()) {
      const value = await client.getConfig(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /**
   * Settings that belong together by the beginning of their names, from the first source that has any.
   *
   * @param prefix - `db` for `db_user` and `db_password`; the `_` may be written or not.
   * @returns The settings by the rest of their names; an empty map where no source has any.
   * @throws The same as `getConfig`; SoswError `config.too_many` for a prefix of more than 1000 settings.
   */
  async getCredentialsByPrefix(prefix: string): Promise<JsonObject> {
    for (const client of this.#clients.values()) {
      const settings = await client.getCredentialsByPrefix(prefix);
      if (Object.keys(settings).length > 0) return settings;
    }
    return {};
  }

  /** Forgets what was read: the next call asks the sources. */
  forget(): void {
    this.#cache.clear();
  }

  /** `config_reads`, requests to a source, and `config_stale`, older values that stood in. */
  getStats(): StatValues {
    return this.#stats.values;
  }

  /** Adds every counter to its `total_<name>` and begins it anew. */
  resetStats(): void {
    this.#stats.reset();
  }

  #clientOf(source: ConfigSourceName): ConfigClient {
    const cached = async (key: string, read: (settings: SettingsSource) => Promise<Json | undefined>) => {
      const value = await this.#cache.get(JSON.stringify([source, key]), async () => {
        this.#stats.add('config_reads');
        return read(await this.#open(source));
      });
      return structuredClone(value);
    };
    return {
      getConfig: async (name) => {
        textArgument({ code: CODE, path: 'name' }, name, NAME);
        return cached(`get ${name}`, (settings) => settings.get(name));
      },
      getCredentialsByPrefix: async (prefix) => {
        textArgument({ code: CODE, path: 'prefix' }, prefix, NAME);
        const start = prefix.endsWith('_') ? prefix : `${prefix}_`;
        const read = async (settings: SettingsSource) => settingsByPrefix(await settings.startingWith(start), prefix);
        return (await cached(`prefix ${start}`, read)) as JsonObject;
      },
    };
  }

  /** The SDK of a source is loaded when it is asked first. */
  #open(source: ConfigSourceName): Promise<SettingsSource> {
    const opened = this.#opened.get(source) ?? opening(source, this.#options);
    this.#opened.set(source, opened);
    return opened;
  }

  #only(source: ConfigSourceName): ConfigClient {
    const client = this.#clients.get(source);
    if (client !== undefined) return client;
    const expected = `${source} among the sources that were configured`;
    throw new RefusedError('config.source', { path: 'sources', expected, found: [...this.#clients.keys()] });
  }
}

async function opening(source: ConfigSourceName, options: ConfigSourceOptions): Promise<SettingsSource> {
  const { config = {}, clients = {}, test = false } = options;
  switch (source) {
    case 'dynamo': {
      const { dynamoSettings } = await import('./dynamo-settings.js');
      const { configTable, configEnv } = configPlace();
      return dynamoSettings({
        table: config.dynamo_config?.table_name ?? (test ? 'autotest_config' : configTable),
        env: config.dynamo_config?.env ?? configEnv,
        client: clients.dynamo,
      });
    }
    case 'ssm': {
      const { ssmSettings } = await import('./ssm-settings.js');
      return ssmSettings({ prefix: config.ssm_config?.prefix ?? '', client: clients.ssm });
    }
    case 'secrets': {
      const { secretsSettings } = await import('./secrets-settings.js');
      return secretsSettings({ prefix: config.secrets_config?.prefix ?? '', client: clients.secrets });
    }
  }
}

function refuseWrong(options: ConfigSourceOptions): void {
  optionsArgument(CODE, options);
  const { test, config = {}, maxAge, maxStale } = options;
  if (test !== undefined) booleanArgument({ code: CODE, path: 'test' }, test);
  for (const [path, value] of Object.entries({ maxAge, maxStale })) {
    if (value !== undefined) numberArgument({ code: CODE, path }, value, { from: 0, to: 86_400 });
  }
  mapArgument({ code: CODE, path: 'config' }, config);
  const { dynamo_config, ssm_config, secrets_config } = config;
  for (const [name, settings] of Object.entries({ dynamo_config, ssm_config, secrets_config })) {
    if (settings === undefined) continue;
    const path = `config.${name}`;
    for (const [key, value] of Object.entries(mapArgument({ code: CODE, path }, settings))) {
      // An empty prefix is one; an empty name of a table or an environment is none.
      if (key !== 'prefix' || typeof value !== 'string')
        textArgument({ code: CODE, path: `${path}.${key}` }, value, NAME);
    }
  }
}

/** Each once, in their order. The manual writes them as `SSM` and `Dynamo`, joined by commas. */
function sourcesIn(sources: unknown): readonly ConfigSourceName[] {
  const argument = { code: CODE, path: 'sources' };
  const expected = `one or several of ${NAMES.join(', ')}`;
  const listed = typeof sources === 'string' ? sources.split(',') : sources;
  if (!Array.isArray(listed) || listed.length === 0) throw refusedArgument(argument, expected, sources);
  const names = listed.map((given: unknown) => {
    const name = typeof given === 'string' ? given.trim().toLowerCase() : undefined;
    const known = NAMES.find((source) => source === name);
    if (known !== undefined) return known;
    throw new RefusedError(CODE, { path: 'sources', expected, ...(name === undefined ? {} : { found: name }) });
  });
  return [...new Set(names)];
}
