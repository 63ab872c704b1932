import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeNames } from '../../../../src/adapters/shared/store-names.js';
import type { Json } from '../../../../src/domain/task.js';
import { makeTables } from '../../../support/aws/dynamo-tables.js';
import { awsClientConfig, type Ministack, REGION, skipsE2e, startMinistack } from '../../../support/aws/ministack.js';
import { folderWith } from '../../config/config-files.js';
import { sosw } from './run-in-process.js';

/** The emulator takes a key of twelve digits for the account. */
const ACCOUNT = '123456789012';
const ARN = 'arn:aws:lambda:us-west-2:000000000000:function:some_function';

const essential = (labourers: Json = { some_function: { max_simultaneous_invocations: 3 } }) => ({
  task_config: { labourers },
});
const json = (value: unknown): string => JSON.stringify(value, undefined, 2);

describe.skipIf(skipsE2e)('sosw config', () => {
  let aws: Ministack;
  let client: DynamoDBClient;

  beforeAll(async () => {
    aws = await startMinistack();
    for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT);
    client = new DynamoDBClient({
      ...awsClientConfig(aws.endpoint),
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'test' },
    });
  }, 180_000);
  beforeEach(async () => {
    await aws.reset();
    await makeTables(client, storeNames());
  });
  afterAll(async () => {
    await aws?.stop();
    vi.unstubAllEnvs();
  });

  const keyOf = (name: string, env: string) => ({ env: { S: env }, config_name: { S: name } });
  const stored = async (name: string, env = 'production') => {
    const { Item } = await client.send(new GetItemCommand({ TableName: 'config', Key: keyOf(name, env) }));
    return Item?.config_value?.S === undefined ? undefined : JSON.parse(Item.config_value.S);
  };
  const store = (name: string, value: Json) =>
    client.send(
      new PutItemCommand({
        TableName: 'config',
        Item: { ...keyOf(name, 'production'), config_value: { S: JSON.stringify(value) } },
      }),
    );
  const workerFolder = (labourer: Json, self?: Json): string => {
    const folder = join(folderWith({}), 'some_function');
    mkdirSync(join(folder, 'config'), { recursive: true });
    writeFileSync(join(folder, 'config', 'labourer.json'), json(labourer));
    if (self !== undefined) writeFileSync(join(folder, 'config', 'self.json'), json(self));
    return folder;
  };

  describe('upload', () => {
    it('stores every document of a folder, the account filled in, tells what changes, and does nothing again', async () => {
      const folder = folderWith({
        'sosw_essential_config.yaml': `task_config: {labourers: {some_function: {arn: "${ARN}"}}}`,
        'sosw_scheduler_config.json': json({ create_rate: 500 }),
        'package.json': '{}',
      });
      const first = await sosw('config', 'upload', folder);
      expect(first).toMatchObject({ code: 0, stderr: '' });
      expect(first.stdout).toBe(
        [
          'sosw_essential_config: created',
          `  + task_config.labourers.some_function.arn: "${ARN.replace('000000000000', ACCOUNT)}"`,
          'sosw_scheduler_config: created',
          '  + create_rate: 500\n',
        ].join('\n'),
      );
      expect(await stored('sosw_scheduler_config')).toEqual({ create_rate: 500 });
      const again = await sosw('config', 'upload', folder);
      expect(again.stdout).toBe('sosw_essential_config: unchanged\nsosw_scheduler_config: unchanged\n');
      writeFileSync(join(folder, 'sosw_scheduler_config.json'), json({ create_rate: 400, queue_bucket: 'b' }));
      const changed = await sosw('config', 'upload', folder, '--json');
      expect(changed.json()).toMatchObject({
        region: REGION,
        account: ACCOUNT,
        documents: [
          { name: 'sosw_essential_config', outcome: 'unchanged', changes: [] },
          {
            name: 'sosw_scheduler_config',
            outcome: 'changed',
            changes: [
              { path: 'create_rate', kind: 'changed' },
              { path: 'queue_bucket', kind: 'added' },
            ],
          },
        ],
      });
    });

    it('writes nothing of several documents where one is wrong, and names the line', async () => {
      const folder = folderWith({
        'sosw_essential_config.json': json(essential()),
        'sosw_scheduler_config.json': json({ create_rate: 'many' }),
      });
      const { code, stderr } = await sosw('config', 'upload', folder);
      expect(code).toBe(3);
      expect(stderr).toContain(`${join(folder, 'sosw_scheduler_config.json')}:2: create_rate: expected a whole number`);
      expect(await stored('sosw_essential_config')).toBeUndefined();
    });

    it('checks a document together with those that are stored', async () => {
      await store('sosw_scheduler_config', { job_schema_variants: 'none' });
      const folder = folderWith({ 'sosw_essential_config.json': json(essential()) });
      const { code, stderr } = await sosw('config', 'upload', folder);
      expect(code).toBe(0);
      expect(stderr).toContain('warning sosw_scheduler_config (as stored): job_schema_variants');
    });

    it('refuses a file that no function would read', async () => {
      const folder = folderWith({ 'sosw.yaml': 'task_config:' });
      const { code, stderr } = await sosw('config', 'upload', join(folder, 'sosw.yaml'));
      expect(code).toBe(3);
      expect(stderr).toContain('expected a file named after its document');
      expect((await sosw('config', 'upload', folder)).stderr).toContain('expected a folder with documents');
    });

    it("tells the keys of a worker's own document, its values only where it is asked for them", async () => {
      const folder = folderWith({ 'some_function_config.json': json({ credentials: { key: 'secret' } }) });
      expect((await sosw('config', 'diff', folder)).stdout).toContain('+ credentials.key: (hidden)');
      expect((await sosw('config', 'diff', folder, '--values')).stdout).toContain('+ credentials.key: "secret"');
      expect((await sosw('config', 'upload', folder)).stdout).not.toContain('secret');
    });

    it('keeps environments apart', async () => {
      const folder = folderWith({ 'sosw_essential_config.json': json(essential()) });
      await sosw('config', 'upload', folder, '--env', 'staging');
      expect(await stored('sosw_essential_config')).toBeUndefined();
      expect(await stored('sosw_essential_config', 'staging')).toEqual(essential());
    });
  });

  describe('diff', () => {
    it('tells what differs without writing, and ends with 1 where that was asked for', async () => {
      await store('sosw_essential_config', { ...essential(), create_rate: 1, time_zone: 'UTC' });
      const folder = folderWith({
        'sosw_essential_config.json': json({ ...essential(), create_rate: 2, task_events: true }),
      });
      const { code, stdout } = await sosw('config', 'diff', folder);
      expect(code).toBe(0);
      expect(stdout).toBe(
        'sosw_essential_config: differs\n  ~ create_rate: 1 → 2\n  + task_events: true\n  - time_zone: "UTC"\n',
      );
      expect((await sosw('config', 'diff', folder, '--exit-code')).code).toBe(1);
      expect(await stored('sosw_essential_config')).toMatchObject({ create_rate: 1 });
    });
  });

  describe('show', () => {
    it('lists the documents, shows one, and refuses an unknown one by naming those that there are', async () => {
      await store('sosw_essential_config', essential());
      await store('some_function_config', { own: 'setting' });
      const { stdout } = await sosw('config', 'show');
      expect(stdout).toMatch(/some_function_config .* a function's own\nsosw_essential_config .* sosw\n/);
      expect((await sosw('config', 'show', 'sosw_essential_config')).json()).toEqual(essential());
      const unknown = await sosw('config', 'show', 'sosw_essential');
      expect(unknown.code).toBe(3);
      expect(unknown.stderr).toContain('one of some_function_config, sosw_essential_config');
    });
  });

  describe('validate', () => {
    it('checks files without asking AWS', async () => {
      vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
      try {
        const folder = folderWith({
          'sosw_essential_config.yaml': 'task_config:\n  labourers:\n    a: {duration: -1}\n',
        });
        const { code, stderr } = await sosw('config', 'validate', folder);
        expect(code).toBe(3);
        expect(stderr).toContain('sosw_essential_config.yaml:3: task_config.labourers.a.duration');
      } finally {
        vi.stubEnv('AWS_ENDPOINT_URL', aws.endpoint);
      }
    });

    it('checks what is stored', async () => {
      await store('sosw_essential_config', essential());
      expect(await sosw('config', 'validate')).toMatchObject({ code: 0, stdout: 'sosw_essential_config: valid\n' });
      await store('sosw_essential_config', 'no map');
      const { code, stderr } = await sosw('config', 'validate');
      expect(code).toBe(3);
      expect(stderr).toContain('sosw_essential_config: input: expected a map');
    });
  });

  describe('add-labourer', () => {
    it('registers the labourer beside the others, stores its own document, and does nothing again', async () => {
      await store('sosw_essential_config', { ...essential({ other: { duration: 5 } }), create_rate: 7 });
      const folder = workerFolder(essential({ some_function: { arn: ARN } }), { credentials: { key: 'secret' } });
      const { code, stdout, stderr } = await sosw('config', 'add-labourer', folder);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toContain('some_function_config: created\n  + credentials.key: (hidden)');
      expect(await stored('sosw_essential_config')).toEqual({
        ...essential({ other: { duration: 5 }, some_function: { arn: ARN.replace('000000000000', ACCOUNT) } }),
        create_rate: 7,
      });
      expect(await stored('some_function_config')).toEqual({ credentials: { key: 'secret' } });
      const again = await sosw('config', 'add-labourer', folder);
      expect(again.stdout).toBe('sosw_essential_config: unchanged\nsome_function_config: unchanged\n');
    });

    it('works where nothing is stored yet, from settings alone, under the name of the folder or another, in its own region', async () => {
      const folder = workerFolder({ arn: 'arn:aws:lambda:us-east-1:ACCOUNT:function:f' }, { own: 1 });
      expect((await sosw('config', 'add-labourer', folder)).code).toBe(0);
      const arn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`;
      expect(await stored('sosw_essential_config')).toEqual(essential({ some_function: { arn } }));
      expect((await sosw('config', 'add-labourer', folder, '--name', 'other')).code).toBe(0);
      expect(await stored('sosw_essential_config')).toEqual(essential({ some_function: { arn }, other: { arn } }));
      expect(await stored('other_config')).toEqual({ own: 1 });
    });

    it('refuses settings that the essentials could not read, by the line of the file', async () => {
      const { code, stderr } = await sosw('config', 'add-labourer', workerFolder({ max_attempts: 0 }));
      expect(code).toBe(3);
      expect(stderr).toContain('labourer.json:2: task_config.labourers.some_function.max_attempts: expected');
      expect(await stored('sosw_essential_config')).toBeUndefined();
    });

    it('warns of a function elsewhere, and of a document that overrules it', async () => {
      await store('sosw_orchestrator_config', essential({ some_function: { duration: 1 } }));
      const elsewhere = 'arn:aws:lambda:eu-west-1:111122223333:function:some_function';
      const { code, stderr } = await sosw('config', 'add-labourer', workerFolder({ arn: elsewhere }));
      expect(code).toBe(0);
      expect(stderr).toContain('some_function: its function is in eu-west-1, sosw in us-west-2');
      expect(stderr).toContain('sosw_orchestrator_config says something of some_function too');
    });

    it('does not write over a stored document that is no map', async () => {
      await store('sosw_essential_config', 'a text');
      expect((await sosw('config', 'add-labourer', workerFolder({}))).code).toBe(3);
      expect(await stored('sosw_essential_config')).toBe('a text');
    });

    it('refuses a folder without a labourer', async () => {
      const { code, stderr } = await sosw('config', 'add-labourer', folderWith({}));
      expect(code).toBe(3);
      expect(stderr).toContain('labourer.json');
    });
  });

  describe('tells people what is wrong', () => {
    it('with the table', async () => {
      const { code, stderr } = await sosw('config', 'show', '--table', 'no_such_table');
      expect(code).toBe(1);
      expect(stderr).toContain('failed (aws.absent)');
      expect(stderr).toContain('sosw doctor');
      expect(stderr).toContain('no_such_table');
    });

    it('with the region', async () => {
      vi.stubEnv('AWS_REGION', '');
      try {
        const { code, stderr } = await sosw('config', 'show');
        expect(code).toBe(3);
        expect(stderr).toContain('--region: expected a region of AWS');
      } finally {
        vi.stubEnv('AWS_REGION', REGION);
      }
    });

    it('with the credentials', async () => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', '');
      try {
        const { code, stderr } = await sosw('config', 'show', '--json');
        expect(code).toBe(1);
        expect(stderr).toContain('there are no credentials for AWS');
      } finally {
        vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT);
      }
    });
  });
});
