import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lambdaClientOptions } from '../../../src/adapters/lambda/lambda-client-options.js';
import { LambdaInvoker } from '../../../src/adapters/lambda/lambda-invoker.js';
import { invokerContract } from '../../contracts/invoker.contract.js';
import { aLabourer } from '../../support/a-labourer.js';
import { type Fault, injectFaults, serviceError } from '../../support/aws/fault-middleware.js';
import { type Functions, openFunctions } from '../../support/aws/lambda-functions.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';
import { startSilentServer } from '../../support/aws/silent-server.js';

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: LambdaClient;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new LambdaClient({ ...lambdaClientOptions, ...awsClientConfig(ministack.endpoint) });
  });
  afterAll(async () => {
    client.destroy();
    await ministack.stop();
  });

  invokerContract('Lambda', async () => {
    const functions = openFunctions(client);
    return {
      invoker: new LambdaInvoker({ client }),
      willing: aLabourer('willing', { arn: await functions.add() }),
      failing: aLabourer('failing', { arn: await functions.add({ fails: true }) }),
      refused: aLabourer('refused', { arn: 'no_such_function' }),
      ran: functions.ran,
      dispose: functions.dispose,
    };
  });

  describe('LambdaInvoker', () => {
    let functions: Functions;
    beforeAll(() => {
      functions = openFunctions(client);
    });
    afterAll(() => functions.dispose());

    it('answers unknown where the answer was lost, and sends the event once', async () => {
      const arn = await functions.add();
      const heal = injectFaults(client, () => 'lost-answer');
      const outcome = await new LambdaInvoker({ client }).invoke(aLabourer('w', { arn }), { task_id: 'lost' });
      heal();
      expect(outcome).toEqual({ outcome: 'unknown', reason: expect.stringContaining('TimeoutError') });
      await new LambdaInvoker({ client }).invoke(aLabourer('w', { arn }), { task_id: 'after it' });
      // Asynchronous events keep no order.
      const ran = (await functions.ran(2)).map((event) => JSON.stringify(event)).sort();
      expect(ran).toEqual(['{"task_id":"after it"}', '{"task_id":"lost"}']);
    });
  });
});

describe('LambdaInvoker without a service', () => {
  const nowhere = () => new LambdaClient({ ...awsClientConfig('http://127.0.0.1:1'), ...lambdaClientOptions });

  async function outcomeOf(fault: Fault): Promise<{ outcome: string; sendings: number }> {
    const client = nowhere();
    let sendings = 0;
    injectFaults(client, () => {
      sendings++;
      return fault;
    });
    const { outcome } = await new LambdaInvoker({ client }).invoke(aLabourer(), {});
    return { outcome, sendings };
  }

  it.each([
    ['TooManyRequestsException', 429],
    ['AccessDeniedException', 403],
    ['ResourceNotFoundException', 404],
    ['InvalidRequestContentException', 400],
    ['RequestTooLargeException', 413],
    ['ResourceConflictException', 409],
    ['InvalidParameterValueException', 400],
    ['KMSAccessDeniedException', 502],
    ['KMSNotFoundException', 502],
    ['EC2ThrottledException', 502],
    ['ENILimitReachedException', 502],
  ])('takes %s for a refusal, and sends once', async (name, status) => {
    expect(await outcomeOf({ error: serviceError(name, status) })).toEqual({ outcome: 'refused', sendings: 1 });
  });

  it.each([
    ['ServiceException', 500],
    ['EC2UnexpectedException', 502],
    ['RequestTimeoutException', 408],
    ['SomethingNew', 503],
  ])('takes %s for an answer that says nothing of the run, and sends once', async (name, status) => {
    expect(await outcomeOf({ error: serviceError(name, status) })).toEqual({ outcome: 'unknown', sendings: 1 });
  });

  it.each([
    ['a reset connection', { code: 'ECONNRESET' }],
    ['a time-out', { name: 'TimeoutError' }],
    ['an error of no known kind', {}],
  ])('takes %s for unknown', async (_, details) => {
    const error = Object.assign(new Error('lost'), details);
    expect(await outcomeOf({ error })).toEqual({ outcome: 'unknown', sendings: 1 });
  });

  it('takes an answer other than 202 for unknown', async () => {
    expect(await outcomeOf({ answer: { StatusCode: 200 } })).toEqual({ outcome: 'unknown', sendings: 1 });
  });

  it('answers unknown when its time is over, and sends once', async () => {
    const silent = await startSilentServer();
    // Long enough for the request to be sent from a machine that is busy.
    const requestHandler = { ...lambdaClientOptions.requestHandler, requestTimeout: 2000 };
    const client = new LambdaClient({ ...awsClientConfig(silent.endpoint), ...lambdaClientOptions, requestHandler });
    const outcome = await new LambdaInvoker({ client }).invoke(aLabourer(), {});
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'some_function: TimeoutError' });
    expect(silent.requests()).toBe(1);
    client.destroy();
    silent.close();
  });

  it('takes a connection that nobody accepted for a refusal', async () => {
    const outcome = await new LambdaInvoker({ client: nowhere() }).invoke(aLabourer(), {});
    expect(outcome).toEqual({ outcome: 'refused', reason: 'some_function: ECONNREFUSED' });
  });

  it.each(['', '../functions/other', 'a/b', 'a b', 'x'.repeat(171)])(
    'sends nothing to %j, which is no name',
    async (arn) => {
      const outcome = await new LambdaInvoker({ client: nowhere() }).invoke(aLabourer('w', { arn }), {});
      expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringContaining('no name or ARN') });
    },
  );

  it('sends an event of 1 MiB and refuses one of a byte more, counted in UTF-8', async () => {
    const client = nowhere();
    injectFaults(client, () => ({ answer: { StatusCode: 202 } }));
    const invoker = new LambdaInvoker({ client });
    const eventOf = (bytes: number) => ({ text: `€${'x'.repeat(bytes - Buffer.byteLength('{"text":"€"}'))}` });
    expect((await invoker.invoke(aLabourer(), eventOf(1_048_576))).outcome).toBe('accepted');
    const outcome = await invoker.invoke(aLabourer(), eventOf(1_048_577));
    expect(outcome).toEqual({ outcome: 'refused', reason: expect.stringContaining('1048577 bytes') });
  });
});
