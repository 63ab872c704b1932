import { describe, expect, it } from 'vitest';
import { MemoryConfigSource } from '../../../src/adapters/memory/memory-config-source.js';
import type { Json } from '../../../src/domain/task.js';
import { requiredBucket } from '../../../src/entrypoints/config/aws-settings.js';
import { DocumentError } from '../../../src/entrypoints/config/document-error.js';
import { functionEnvironment } from '../../../src/entrypoints/config/environment.js';
import { type DocumentOptions, loadConfigDocuments } from '../../../src/entrypoints/config/load-documents.js';

const load = (documents: Record<string, Json>, options?: DocumentOptions) =>
  loadConfigDocuments(new MemoryConfigSource(documents), 'sosw_scheduler', options);

const withLabourer = (own: Json = {}) => ({ task_config: { labourers: { some_function: own } } });

describe('the stored documents', () => {
  it("give the defaults, the shared document over them, the function's own over that, and what the code passes over all", async () => {
    const config = await load(
      {
        sosw_essential_config: {
          ...withLabourer({ duration: 60, cooldown: 90 }),
          create_rate: 100,
          s3_prefix: 'shared',
        },
        sosw_scheduler_config: { ...withLabourer({ duration: 30 }), create_rate: 200 },
        sosw_orchestrator_config: { create_rate: 1 },
      },
      { overrides: { create_rate: 300 } },
    );
    expect(config.labourers.all()).toMatchObject([{ id: 'some_function', duration: 30, cooldown: 90, maxAttempts: 3 }]);
    expect(config.aws).toMatchObject({ createRate: 300, queuePrefix: 'shared', shutdownPeriod: 60, configMaxAge: 60 });
  });

  it('D56: make the shared document stronger than the defaults', async () => {
    const config = await load({ sosw_essential_config: { ...withLabourer(), job_record_days: 7 } });
    expect(config.queueFileSettings.recordDays).toBe(7);
  });

  it('D55: that are text and no JSON are read as the text, which is no configuration', async () => {
    await expect(load({ sosw_scheduler_config: 'plain' })).rejects.toThrow(
      'sosw_scheduler_config: input: expected a map, found "text that is not JSON"',
    );
  });

  it('of the old system load, unknown keys, nulls and all', async () => {
    const config = await load({
      sosw_essential_config: JSON.stringify(OLD_SHARED),
      sosw_scheduler_config: JSON.stringify(OLD_SCHEDULER),
    });
    expect(config.warnings).toEqual([]);
    expect(config.labourers.all()).toMatchObject([
      { id: 'some_function', cap: 10, arn: 'arn:aws:lambda:us-west-2:000000000000:function:some_function' },
      { id: 'other_function', cap: 1, maxAttempts: 5 },
      { id: 'bare_function', cap: 1, maxAttempts: 3 },
    ]);
    expect(config.labourers.find('some_function')?.settings.own_setting).toEqual({ of: 'the user', nothing: null });
    expect(config.aws).toMatchObject({ queueBucket: 'old-bucket', queuePrefix: 'sosw/scheduler' });
    expect(config.storeNames).toMatchObject({ tasks: 'my_tasks', columns: { task_id: 'id' } });
    expect(config.schedulerSettings.schemas.job_schema_variants).toHaveProperty('default');
  });

  it('may be missing, all of them: then no labourer is known, and a warning says so', async () => {
    const config = await load({});
    expect(config.labourers.all()).toEqual([]);
    expect(config.warnings.map(({ code }) => code)).toEqual(['config.no_labourers']);
    expect((await load({ sosw_essential_config: { task_config: null } })).labourers.all()).toEqual([]);
  });

  it('are refused whole, with every path that is wrong, without a line', async () => {
    const refused = await load({
      sosw_essential_config: withLabourer({ duration: 'soon', max_attempts: 0 }),
      sosw_scheduler_config: { create_rate: 0 },
    }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DocumentError);
    expect((refused as DocumentError).problems.map(({ path }) => path)).toEqual([
      'task_config.labourers.some_function.duration',
      'task_config.labourers.some_function.max_attempts',
      'create_rate',
    ]);
    expect((refused as DocumentError).message).toMatch(
      /^sosw_essential_config \+ sosw_scheduler_config: task_config\.labourers\.some_function\.duration: expected a number of seconds above 0, found "soon"$/m,
    );
  });

  it('make batches of rows that are added well within their lease, however slow the pace is', async () => {
    for (const [create_rate, batchRows] of [
      [1, 30],
      [5, 150],
      [800, 1000],
    ] as const) {
      const { queueFileSettings } = await load({ sosw_essential_config: { ...withLabourer(), create_rate } });
      expect(queueFileSettings.batchRows).toBe(batchRows);
    }
  });

  it('keep payloads below what an item holds, whatever an event may', async () => {
    const { schedulerSettings } = await load({
      sosw_essential_config: { ...withLabourer(), invocation_payload_limit: 1_000_000 },
    });
    expect(schedulerSettings.payloadLimit).toBe(380_000);
  });

  it('need no worker on this machine', async () => {
    const config = await load({
      sosw_essential_config: withLabourer({ local: { module: 'nowhere.mjs' }, timeout: 9000 }),
    });
    expect(config.labourers.find('some_function')).toBeDefined();
  });

  it('change the hash when anything in them changes, and not with the order of their keys', async () => {
    const hashOf = async (document: Json) => (await load({ sosw_essential_config: document })).hash;
    const one = await hashOf({ ...withLabourer(), create_rate: 1, rows_to_process: 2 });
    expect(await hashOf({ rows_to_process: 2, create_rate: 1, ...withLabourer() })).toBe(one);
    expect(await hashOf({ ...withLabourer(), create_rate: 2, rows_to_process: 2 })).not.toBe(one);
  });
});

describe('the bucket of queue files', () => {
  it("is the document's, else the deployment's", async () => {
    const documents = { sosw_essential_config: { ...withLabourer(), queue_bucket: 'documents-own' } };
    expect(requiredBucket((await load(documents, { queueBucket: 'deployed' })).aws)).toBe('documents-own');
    expect(requiredBucket((await load({}, { queueBucket: 'deployed' })).aws)).toBe('deployed');
  });

  it('is refused by its key where there is none', async () => {
    const { aws } = await load({});
    expect(() => requiredBucket(aws)).toThrow(
      expect.objectContaining({ code: 'config.missing', path: 'queue_bucket' }),
    );
  });
});

describe('the environment of a function', () => {
  it('says where the documents are; empty variables are as none', () => {
    expect(functionEnvironment({ AWS_LAMBDA_FUNCTION_NAME: 'sosw_scheduler', SOSW_CONFIG_ENV: '' })).toEqual({
      functionName: 'sosw_scheduler',
      configTable: 'config',
      configEnv: 'production',
      metricsNamespace: 'sosw',
      serviceName: 'sosw_scheduler',
    });
    expect(
      functionEnvironment({
        AWS_LAMBDA_FUNCTION_NAME: 'mine',
        SOSW_CONFIG_TABLE: 'table',
        SOSW_CONFIG_ENV: 'dev',
        SOSW_QUEUE_BUCKET: 'bucket',
        POWERTOOLS_METRICS_NAMESPACE: 'other',
        POWERTOOLS_SERVICE_NAME: 'service',
      }),
    ).toEqual({
      functionName: 'mine',
      configTable: 'table',
      configEnv: 'dev',
      queueBucket: 'bucket',
      metricsNamespace: 'other',
      serviceName: 'service',
    });
  });

  it('without a function name is refused', () => {
    expect(() => functionEnvironment({})).toThrow(expect.objectContaining({ code: 'environment.missing' }));
  });
});

const OLD_SHARED: Json = {
  init_clients: ['DynamoDb', 'S3'],
  default_simultaneous_invocations: 5,
  meta_handler: null,
  shutdown_period: null,
  task_config: {
    dynamo_db_config: {
      row_mapper: { task_id: 'S', labourer_id: 'S', greenfield: 'N' },
      required_fields: ['task_id', 'labourer_id'],
      table_name: 'my_tasks',
      index_greenfield: 'sosw_tasks_greenfield',
      field_names: { task_id: 'id', payload: null },
    },
    ecology_config: {},
    max_attempts_other_function: 5,
    labourers: {
      some_function: {
        arn: 'arn:aws:lambda:us-west-2:000000000000:function:some_function',
        max_simultaneous_invocations: 10,
        health_metrics: {},
        cooldown: null,
        own_setting: { of: 'the user', nothing: null },
      },
      other_function: {},
      bare_function: null,
    },
  },
};

const OLD_SCHEDULER: Json = {
  queue_bucket: 'old-bucket',
  queue_file: 'tasks_queue.txt',
  rows_to_process: 50,
  s3_prefix: 'sosw/scheduler',
  job_schema: {},
  job_schema_variants: { default: { chunkable_attrs: [['section', {}]] } },
};
