/** Configuration documents and secrets as parameters of SSM Parameter Store, decrypted. */

import { GetParametersCommand, paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { inBatches } from '../../../adapters/shared/batches.js';
import { documentOfText } from '../../../adapters/shared/config-document.js';
import { storedName } from '../../../adapters/shared/stored-name.js';
import { SsmConfigSource } from '../../../adapters/ssm/ssm-config-source.js';
import { SoswError } from '../../../domain/errors.js';
import { SETTINGS_MAX, type SettingsSource, tooMany, unavailable } from './settings-source.js';

/** What GetParameters takes. */
const BATCH = { count: 10, bytes: Number.POSITIVE_INFINITY } as const;

export interface SsmSettingsParts {
  /** Stands before every name as it is: `/sosw/config/`. */
  readonly prefix: string;
  readonly client?: SSMClient | undefined;
}

export function ssmSettings({ prefix, client = new SSMClient({}) }: SsmSettingsParts): SettingsSource {
  const source = new SsmConfigSource({ client, prefix });
  return {
    get: (name) => source.get(name),
    async startingWith(start) {
      const whole = storedName('config.name', prefix, start);
      try {
        const names = await namesStartingWith(client, whole);
        const found = await Promise.all(inBatches(names, BATCH, () => 0).map((batch) => texts(client, batch)));
        return found.flat().map(([name, text]) => [name.slice(prefix.length), documentOfText(text)] as const);
      } catch (error) {
        if (error instanceof SoswError) throw error;
        throw unavailable(`parameters ${whole}*`, awsErrorName(error));
      }
    },
  };
}

async function namesStartingWith(client: SSMClient, start: string): Promise<readonly string[]> {
  const names: string[] = [];
  const ParameterFilters = [{ Key: 'Name', Option: 'BeginsWith', Values: [start] }];
  for await (const { Parameters = [] } of paginateDescribeParameters({ client, pageSize: 50 }, { ParameterFilters })) {
    names.push(...Parameters.flatMap(({ Name }) => Name ?? []));
    if (names.length > SETTINGS_MAX) throw tooMany(start);
  }
  return names;
}

async function texts(client: SSMClient, names: readonly string[]): Promise<readonly (readonly [string, string])[]> {
  const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
  const { Parameters = [] } = await client.send(command);
  return Parameters.map(({ Name = '', Value = '' }) => [Name, Value]);
}
