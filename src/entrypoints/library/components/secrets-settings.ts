/** Secrets of AWS Secrets Manager as configuration documents. */

import { paginateListSecrets, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretsManagerSecretSource } from '../../../adapters/secrets-manager/secrets-manager-secret-source.js';
import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { documentOfText } from '../../../adapters/shared/config-document.js';
import { storedName } from '../../../adapters/shared/stored-name.js';
import { mapBounded } from '../../../application/bounded.js';
import { SoswError } from '../../../domain/errors.js';
import { SETTINGS_MAX, type SettingsSource, tooMany, unavailable } from './settings-source.js';

const READ_AT_ONCE = 4;

export interface SecretsSettingsParts {
  /** Stands before every name as it is: `sosw/`. */
  readonly prefix: string;
  readonly client?: SecretsManagerClient | undefined;
}

export function secretsSettings({
  prefix,
  client = new SecretsManagerClient({}),
}: SecretsSettingsParts): SettingsSource {
  const source = new SecretsManagerSecretSource({ client, prefix });
  const read = async (name: string) => {
    const text = await source.get(name);
    return text === undefined ? undefined : documentOfText(text);
  };
  return {
    get: read,
    async startingWith(start) {
      const whole = storedName('config.name', prefix, start);
      const names = (await namesStartingWith(client, whole)).map((name) => name.slice(prefix.length));
      const values = await mapBounded(names, READ_AT_ONCE, read);
      // A secret that was deleted since it was listed has no value.
      return names.flatMap((name, index) => {
        const value = values[index];
        return value === undefined ? [] : [[name, value] as const];
      });
    },
  };
}

/** The filter of the service is no exact one; what it gives beside names that begin so is left out. */
async function namesStartingWith(client: SecretsManagerClient, start: string): Promise<readonly string[]> {
  const names: string[] = [];
  const Filters = [{ Key: 'name' as const, Values: [start] }];
  try {
    for await (const { SecretList = [] } of paginateListSecrets({ client, pageSize: 100 }, { Filters })) {
      names.push(...SecretList.flatMap(({ Name }) => (Name?.startsWith(start) ? [Name] : [])));
      if (names.length > SETTINGS_MAX) throw tooMany(start);
    }
  } catch (error) {
    if (error instanceof SoswError) throw error;
    throw unavailable(`secrets ${start}*`, awsErrorName(error));
  }
  return names;
}
