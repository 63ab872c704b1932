/** Secrets as encrypted parameters of SSM Parameter Store. */

import type { SSMClient } from '@aws-sdk/client-ssm';
import type { SecretSource } from '../../application/ports/secret-source.js';
import { SoswError } from '../../domain/errors.js';
import { awsErrorName } from '../shared/aws-errors.js';
import { storedName } from '../shared/stored-name.js';
import { parameterText } from './parameter-text.js';

export class SsmSecretSource implements SecretSource {
  readonly #client: SSMClient;
  readonly #prefix: string;

  /** `prefix` stands before every name as it is: `/sosw/secrets/`. */
  constructor({ client, prefix }: { client: SSMClient; prefix: string }) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** Rejects with `secret.name` for a name that no parameter can have, `secret.unavailable` (retryable) when SSM can't be asked. */
  async get(name: string): Promise<string | undefined> {
    const parameter = storedName('secret.name', this.#prefix, name);
    try {
      return await parameterText(this.#client, parameter);
    } catch (error) {
      // Without its cause: an answer that the SDK could not read would come along, and with it the secret.
      throw new SoswError('secret.unavailable', `secret ${parameter} can't be read (${awsErrorName(error)})`, {
        retryable: true,
      });
    }
  }
}
