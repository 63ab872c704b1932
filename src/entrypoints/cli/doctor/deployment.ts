/** A deployment as the checks ask for it: what several of them need is asked for once. */

import { type FunctionConfiguration, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DynamoConfigSource } from '../../../adapters/dynamodb/dynamo-config-source.js';
import { FIXED_NAMES, type StoreNames, storeNames } from '../../../adapters/shared/store-names.js';
import type { EssentialConfig } from '../../config/config.js';
import { loadConfigDocuments } from '../../config/load-documents.js';
import { type AwsAccount, ifFound } from './aws-account.js';
import { ESSENTIALS, type Essential } from './essentials.js';

export interface DeploymentOptions {
  /** Begins the names of functions, rules and queues. */
  readonly prefix: string;
  /** The documents' `env`. */
  readonly env: string;
}

export class Deployment {
  readonly account: AwsAccount;
  readonly prefix: string;
  readonly env: string;
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(account: AwsAccount, { prefix, env }: DeploymentOptions) {
    this.account = account;
    this.prefix = prefix;
    this.env = env;
  }

  nameOf(essential: Essential): string {
    return `${this.prefix}_${essential}`;
  }

  /** By name or ARN; undefined where there is none. */
  functionNamed(name: string): Promise<FunctionConfiguration | undefined> {
    const { ask, lambda } = this.account;
    return this.#once(`function ${name}`, () =>
      ifFound(
        ask('lambda:GetFunctionConfiguration', () =>
          lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name })),
        ),
      ),
    );
  }

  /** The table of the documents, as the functions are told; the documented one where none can tell. */
  configTable(): Promise<string> {
    return this.#once('config table', async () => {
      const told = await Promise.all(ESSENTIALS.map((essential) => this.#variable(essential, 'SOSW_CONFIG_TABLE')));
      return told.find((name) => name !== undefined) ?? FIXED_NAMES.config;
    });
  }

  async documents(): Promise<DynamoConfigSource> {
    return new DynamoConfigSource({
      client: this.account.dynamo,
      table: await this.configTable(),
      env: this.env,
    });
  }

  /** What an essential would be told now. Rejects as `loadConfigDocuments` does. */
  configOf(essential: Essential): Promise<EssentialConfig> {
    return this.#once(`config ${essential}`, async () => {
      const [source, queueBucket] = await Promise.all([
        this.documents(),
        this.#variable(essential, 'SOSW_QUEUE_BUCKET'),
      ]);
      const options = queueBucket === undefined ? {} : { queueBucket };
      return this.account.ask('dynamodb:GetItem', () => loadConfigDocuments(source, this.nameOf(essential), options));
    });
  }

  /** Names as the documents have them; the documented ones where the documents can't be read, which is a finding of its own. */
  async storeNames(): Promise<StoreNames> {
    const config = await this.configOf('orchestrator').catch(() => undefined);
    return config?.storeNames ?? storeNames();
  }

  arn(service: string, resource: string): string {
    const { partition, region, id } = this.account;
    return `arn:${partition}:${service}:${region}:${id}:${resource}`;
  }

  async #variable(essential: Essential, name: string): Promise<string | undefined> {
    const found = await this.functionNamed(this.nameOf(essential)).catch(() => undefined);
    return found?.Environment?.Variables?.[name] || undefined;
  }

  #once<Answer>(key: string, asks: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const answer = asks();
    this.#answers.set(key, answer);
    return answer;
  }
}
