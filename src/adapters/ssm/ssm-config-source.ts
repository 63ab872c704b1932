/** Configuration documents as parameters of SSM Parameter Store. */

import type { SSMClient } from '@aws-sdk/client-ssm';
import type { ConfigSource } from '../../application/ports/config-source.js';
import { SoswError } from '../../domain/errors.js';
import type { Json } from '../../domain/task.js';
import { awsErrorName } from '../shared/aws-errors.js';
import { documentOfText } from '../shared/config-document.js';
import { storedName } from '../shared/stored-name.js';
import { parameterText } from './parameter-text.js';

export class SsmConfigSource implements ConfigSource {
  readonly #client: SSMClient;
  readonly #prefix: string;

  /** `prefix` stands before every name as it is: `/sosw/config/`. */
  constructor({ client, prefix }: { client: SSMClient; prefix: string }) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** Rejects with `config.name` for a name that no parameter can have, `config.unavailable` (retryable) when SSM can't be asked. */
  async get(name: string): Promise<Json | undefined> {
    const parameter = storedName('config.name', this.#prefix, name);
    try {
      const text = await parameterText(this.#client, parameter);
      return text === undefined ? undefined : documentOfText(text);
    } catch (error) {
      // Without its cause: an answer that the SDK could not read would come along, and with it the decrypted document.
      throw new SoswError('config.unavailable', `parameter ${parameter} can't be read (${awsErrorName(error)})`, {
        retryable: true,
      });
    }
  }
}
