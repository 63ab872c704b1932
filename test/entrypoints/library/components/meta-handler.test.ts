import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { jsonObjectOf } from '../../../../src/adapters/dynamodb/attribute-values.js';
import { MetaHandler } from '../../../../src/entrypoints/library/components/meta-handler.js';
import { onDynamoDbLocal } from '../../../adapters/dynamodb/on-dynamodb-local.js';
import { taskId } from '../../../support/a-task.js';
import { type Fault, injectFaults, type SentCommand } from '../../../support/aws/fault-middleware.js';
import { awsClientConfig } from '../../../support/aws/ministack.js';

const CONTEXT = { awsRequestId: 'request-1', logStreamName: '2024/05/15/[$LATEST]1' };

onDynamoDbLocal((ownTables) => {
  async function opened(now = 1_700_000_000_500) {
    const { client, meta: table, log, dispose } = await ownTables();
    const config = { dynamo_db_config: { table_name: table } };
    const handler = new MetaHandler({ client, config, author: 'my_worker', now: () => now });
    const rows = async (id: string) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'task_id = :id',
          ExpressionAttributeValues: { ':id': { S: id } },
        }),
      );
      return Items.map(jsonObjectOf);
    };
    return { handler, rows, log, dispose };
  }

  it('writes a row of the documented form, with anything else that the event holds', async () => {
    const { handler, rows, dispose } = await opened();
    const event = { task_id: 't', action: 'rows_loaded', rows: 42, of: { day: '2024-05-15', list: [1, null, true] } };
    expect(await handler.post({ ...event, nothing: undefined }, CONTEXT)).toBe(true);
    const [row] = await rows('t');
    expect(row).toEqual({
      ...event,
      created_at: expect.closeTo(1_700_000_000.5, 5),
      author: 'my_worker',
      invocation_id: 'request-1',
      log_stream_name: CONTEXT.logStreamName,
    });
    expect(handler.getStats()).toEqual({ meta_events_written: 1 });
    handler.resetStats();
    expect(handler.getStats()).toEqual({ total_meta_events_written: 1 });
    dispose();
  });

  it('keeps every event of one instant', async () => {
    const { handler, rows, dispose } = await opened();
    await Promise.all(Array.from({ length: 20 }, (_, n) => handler.post({ task_id: 't', action: 'step', n })));
    expect(await rows('t')).toHaveLength(20);
    dispose();
  });

  it('does not let an event write over what the row tells by itself', async () => {
    const { handler, rows, dispose } = await opened();
    await handler.post(
      { task_id: 't', action: 'step', author: 'somebody', created_at: 1, invocation_id: 'x' },
      CONTEXT,
    );
    const [row] = await rows('t');
    expect(row).toMatchObject({ author: 'my_worker', invocation_id: 'request-1' });
    expect(row?.created_at).toBeGreaterThan(1_600_000_000);
    dispose();
  });

  it('writes rows that stand in the trail which the command line reads', async () => {
    const { handler, log, dispose } = await opened();
    await handler.post({ task_id: 't', action: 'rows_loaded', rows: 42 });
    const trail = await log().read(taskId('t'));
    expect(trail).toEqual([
      expect.objectContaining({ action: 'rows_loaded', author: 'my_worker', details: { rows: 42 } }),
    ]);
    dispose();
  });
});

describe('MetaHandler', () => {
  function opened(answer: Fault = { answer: {} }, config = {}) {
    const client = new DynamoDBClient({ ...awsClientConfig('http://127.0.0.1:1'), maxAttempts: 1 });
    const sent: SentCommand[] = [];
    injectFaults(client, (command) => {
      sent.push(command);
      return answer;
    });
    const warnings: unknown[] = [];
    const logger = { warn: (message: string, context: object) => void warnings.push([message, context]) };
    return { handler: new MetaHandler({ client, config, logger }), sent, warnings };
  }

  it.each<[Fault, string]>([
    ['throttle', 'ThrottlingException'],
    ['refuse', 'AccessDeniedException'],
    ['unreachable', 'ECONNREFUSED'],
    [{ error: Object.assign(new SyntaxError('hunter2'), { $responseBodyText: 'hunter2' }) }, 'SyntaxError'],
  ])('is never in the way: a write that meets %j is logged and counted', async (fault, error) => {
    const { handler, warnings } = opened(fault);
    expect(await handler.post({ task_id: 't', action: 'step', secret: 'hunter2' })).toBe(false);
    expect(warnings).toEqual([["a task's event could not be written down", { table: 'sosw_tasks_meta', error }]]);
    expect(handler.getStats()).toEqual({ meta_events_lost: 1 });
  });

  it('writes nothing where it is switched off', async () => {
    const { handler, sent } = opened(undefined, { write_meta_to_dynamo: false });
    expect(await handler.post({ task_id: 't', action: 'step' })).toBe(false);
    expect(sent).toEqual([]);
  });

  it('writes the event of an inherited name as an attribute like any other', async () => {
    const { handler, sent } = opened();
    await handler.post(JSON.parse('{"task_id": "t", "action": "step", "__proto__": {"polluted": true}}'));
    const [{ input }] = sent as [SentCommand];
    const { Item } = input as { Item: object };
    expect(Object.getPrototypeOf(Item)).toBe(Object.prototype);
    expect(Object.hasOwn(Item, '__proto__')).toBe(true);
  });

  it.each([
    ['event', undefined],
    ['event', [1]],
    ['event.task_id', { action: 'a' }],
    ['event.task_id', { task_id: '', action: 'a' }],
    ['event.action', { task_id: 't', action: 5 }],
    ['event.n', { task_id: 't', action: 'a', n: Number.NaN }],
    ['event.at', { task_id: 't', action: 'a', at: new Date(0) }],
    ['event', { task_id: 't', action: 'a', text: 'x'.repeat(380_000) }],
  ])('refuses a wrong %s', async (path, event) => {
    const { handler, sent } = opened();
    await expect(handler.post(event as never)).rejects.toMatchObject({ code: 'meta.argument', path });
    expect(sent).toEqual([]);
  });

  it.each([
    ['options', 5],
    ['config', { config: [] }],
    ['config.write_meta_to_dynamo', { config: { write_meta_to_dynamo: 'no' } }],
    ['config.dynamo_db_config.table_name', { config: { dynamo_db_config: { table_name: '' } } }],
    ['author', { author: 5 }],
  ])('refuses to be set up with a wrong %s', (path, options) => {
    expect(() => new MetaHandler(options as object)).toThrow(expect.objectContaining({ code: 'meta.argument', path }));
  });
});
