import { describe, expect, it } from 'vitest';
import { bodyOf, isTick, overHttp } from '../../../src/entrypoints/lambda/events.js';
import { anInvocation } from './a-function.js';

const MESSAGE = { action: 'mark_task_as_completed', task_id: 't', result: { text: 'für' } };
const REPLY = { outcome: 'recorded' };

/** What a function URL and an HTTP API send (version 2.0). */
const functionUrl = (body: unknown, isBase64Encoded = false) => ({
  version: '2.0',
  rawPath: '/',
  headers: { host: 'abc123.lambda-url.us-west-2.on.aws' },
  requestContext: { http: { method: 'POST', path: '/' } },
  body,
  isBase64Encoded,
});
/** What a REST API sends. */
const restApi = (body: unknown) => ({
  resource: '/tasks',
  httpMethod: 'POST',
  headers: null,
  requestContext: { stage: 'prod' },
  body,
  isBase64Encoded: false,
});

describe('an event', () => {
  it('is what EventBridge carries, or itself', () => {
    expect(bodyOf({ 'detail-type': 'Task', detail: MESSAGE })).toEqual(MESSAGE);
    expect(bodyOf(MESSAGE)).toBe(MESSAGE);
  });

  it.each([[{}], ['{}'], [{ 'detail-type': 'Scheduled Event', detail: {} }]])('asks for nothing: %j', (event) => {
    expect(isTick(event)).toBe(true);
  });

  it.each([[MESSAGE], ['text'], [null], [[1]]])('asks for something: %j', (event) => {
    expect(isTick(event)).toBe(false);
  });
});

describe('a request over HTTP', () => {
  function opened(answer: () => unknown = () => REPLY) {
    const events: unknown[] = [];
    const handler = overHttp(async (event) => {
      events.push(event);
      return answer();
    });
    return { handler: (event: unknown) => handler(event, anInvocation()), events };
  }
  const failing = (name: string) => () => {
    throw Object.assign(new Error('task_id: expected another'), { name });
  };

  it.each([
    ['a function URL', functionUrl(JSON.stringify(MESSAGE))],
    ['a function URL, in base64', functionUrl(Buffer.from(JSON.stringify(MESSAGE)).toString('base64'), true)],
    ['a REST API', restApi(JSON.stringify(MESSAGE))],
  ])('by %s is its body to the handler, and the result its reply', async (_, request) => {
    const { handler, events } = opened();
    expect(await handler(request)).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"outcome":"recorded"}',
    });
    expect(events).toEqual([MESSAGE]);
  });

  it('is no other event: what comes directly is answered as it is', async () => {
    const { handler, events } = opened();
    const direct = { ...MESSAGE, requestContext: {} };
    expect(await handler(MESSAGE)).toBe(REPLY);
    expect(await handler(direct)).toBe(REPLY);
    expect(await handler(null)).toBe(REPLY);
    expect(events).toEqual([MESSAGE, direct, null]);
  });

  it.each([[undefined], [null], ['{'], ['']])(
    'with the body %j gets a 400 and does not reach the handler',
    async (body) => {
      const { handler, events } = opened();
      expect(await handler(functionUrl(body))).toMatchObject({
        statusCode: 400,
        body: expect.stringContaining('message.invalid'),
      });
      expect(events).toEqual([]);
    },
  );

  it.each([
    ['task.unknown', 404],
    ['message.task_id', 400],
    ['name.invalid', 400],
  ])('that fails with %s gets a %i with the code', async (name, statusCode) => {
    const { handler } = opened(failing(name));
    expect(await handler(functionUrl(JSON.stringify(MESSAGE)))).toEqual({
      statusCode,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: { code: name, message: 'task_id: expected another' } }),
    });
  });

  it.each(['store.unavailable', 'report.contended', 'TypeError'])(
    'that fails with %s is left to Lambda, which counts it and answers 5xx',
    async (name) => {
      await expect(opened(failing(name)).handler(functionUrl('{}'))).rejects.toMatchObject({ name });
    },
  );
});
