/** The documents of the config table, as operators change them. */

import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { DynamoConfigDocuments } from '../../../src/adapters/dynamodb/dynamo-config-documents.js';
import type { Item } from '../../../src/adapters/dynamodb/attribute-values.js';
import { onDynamoDbLocal } from './on-dynamodb-local.js';

onDynamoDbLocal((ownTables) => {
  const open = async () => {
    const { client, config: TableName } = await ownTables();
    const keyOf = (name: string, env = 'production'): Item => ({ env: { S: env }, config_name: { S: name } });
    return {
      documents: new DynamoConfigDocuments({ client, table: TableName, env: 'production' }),
      store: async (name: string, rest: Item, env?: string) => {
        await client.send(new PutItemCommand({ TableName, Item: { ...keyOf(name, env), ...rest } }));
      },
      item: async (name: string) =>
        (await client.send(new GetItemCommand({ TableName, Key: keyOf(name), ConsistentRead: true }))).Item,
    };
  };

  it('are read by name, those of one environment, texts, maps and texts that are no JSON', async () => {
    const { documents, store } = await open();
    await store('b_config', { config_value: { S: '{"of": "b"}' } });
    await store('a_config', { config_value: { M: { of: { S: 'a' } } } });
    await store('c_config', { config_value: { S: 'plain' } });
    await store('d_config', { config_value: { S: '{}' } }, 'staging');
    const found = await documents.all();
    expect([...found.values()].map(({ name, value }) => [name, value])).toEqual([
      ['a_config', { of: 'a' }],
      ['b_config', { of: 'b' }],
      ['c_config', 'plain'],
    ]);
  });

  it('are written all or none: of two writers who saw the same the second changes nothing', async () => {
    const { documents, store, item } = await open();
    await store('a_config', { config_value: { M: { by: { S: 'hand' } } }, note: { S: 'kept' } });
    const seen = await documents.all();
    const replacing = (text: string) =>
      ['a_config', 'b_config'].map((name) => ({ name, before: seen.get(name), text }));
    expect(await documents.replaceAll(replacing('{"by": "one"}'))).toBe('written');
    expect(await documents.replaceAll(replacing('{"by": "other"}'))).toBe('changed');
    expect(await item('a_config')).toMatchObject({ config_value: { S: '{"by": "one"}' }, note: { S: 'kept' } });
    expect(await item('b_config')).toMatchObject({ config_value: { S: '{"by": "one"}' } });

    const again = await documents.all();
    await store('b_config', { config_value: { S: 'somebody else' } });
    const stale = ['a_config', 'b_config'].map((name) => ({ name, before: again.get(name), text: '{}' }));
    expect(await documents.replaceAll(stale)).toBe('changed');
    expect(await item('a_config')).toMatchObject({ config_value: { S: '{"by": "one"}' } });
  });

  it('that DynamoDB can not hold are refused before anything is sent', async () => {
    const { documents } = await open();
    const replacement = { name: 'a_config', before: undefined, text: JSON.stringify('x'.repeat(409_600)) };
    await expect(documents.replaceAll([replacement])).rejects.toMatchObject({ code: 'config.size', path: 'a_config' });
  });
});
