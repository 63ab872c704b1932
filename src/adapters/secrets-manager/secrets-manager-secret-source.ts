/** Secrets of AWS Secrets Manager, in their current version. */

import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SecretSource } from '../../application/ports/secret-source.js';
import { SoswError } from '../../domain/errors.js';
import { awsErrorName } from '../shared/aws-errors.js';
import { storedName } from '../shared/stored-name.js';

export class SecretsManagerSecretSource implements SecretSource {
  readonly #client: SecretsManagerClient;
  readonly #prefix: string;

  /** `prefix` stands before every name as it is: `sosw/`. */
  constructor({ client, prefix = '' }: { client: SecretsManagerClient; prefix?: string }) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /**
   * A binary secret is read as UTF-8. Rejects with `secret.name` for a name that is refused, `secret.unavailable` (retryable) when
   * it can't be read.
   */
  async get(name: string): Promise<string | undefined> {
    const id = storedName('secret.name', this.#prefix, name);
    try {
      const { SecretString, SecretBinary } = await this.#client.send(new GetSecretValueCommand({ SecretId: id }));
      return SecretString ?? new TextDecoder().decode(SecretBinary);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      // Without its cause: an answer that the SDK could not read would come along, and with it the secret.
      throw new SoswError('secret.unavailable', `secret ${id} can't be read (${awsErrorName(error)})`, {
        retryable: true,
      });
    }
  }
}
