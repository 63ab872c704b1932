import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lambdaClientOptions } from '../../../src/adapters/lambda/lambda-client-options.js';
import { LambdaFunctionSettings } from '../../../src/adapters/lambda/lambda-function-settings.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import { SimulatedClock } from '../../../src/adapters/memory/simulated-clock.js';
import type { FunctionSettings } from '../../../src/application/ports/function-settings.js';
import { functionSettingsContract } from '../../contracts/function-settings.contract.js';
import { aLabourer } from '../../support/a-labourer.js';
import { type Fault, injectFaults } from '../../support/aws/fault-middleware.js';
import { type Functions, openFunctions } from '../../support/aws/lambda-functions.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

const aClock = () => new SimulatedClock(1_700_000_000);

describe.skipIf(skipsE2e)('on the emulator', () => {
  let ministack: Ministack;
  let client: LambdaClient;
  let functions: Functions;
  let hasTimeout: string;
  beforeAll(async () => {
    ministack = await startMinistack();
    client = new LambdaClient({ ...lambdaClientOptions, ...awsClientConfig(ministack.endpoint) });
    functions = openFunctions(client);
    hasTimeout = await functions.add();
  });
  afterAll(async () => {
    await functions.dispose();
    client.destroy();
    await ministack.stop();
  });

  functionSettingsContract('Lambda', () => {
    const settings = new LambdaFunctionSettings({ client, clock: aClock() });
    let configured = Promise.resolve<unknown>(undefined);
    const afterwards: FunctionSettings = {
      async timeout(labourer) {
        await configured;
        return settings.timeout(labourer);
      },
    };
    return {
      settings: afterwards,
      configured(timeout) {
        const command = new UpdateFunctionConfigurationCommand({ FunctionName: hasTimeout, Timeout: timeout });
        configured = client.send(command);
        return aLabourer('configured', { arn: hasTimeout });
      },
    };
  });
});

describe('LambdaFunctionSettings', () => {
  function opened(fault: () => Fault) {
    const client = new LambdaClient({ ...awsClientConfig('http://127.0.0.1:1'), ...lambdaClientOptions });
    let asked = 0;
    injectFaults(client, () => {
      asked++;
      return fault();
    });
    const clock = aClock();
    const logger = new MemoryLogger();
    return { settings: new LambdaFunctionSettings({ client, clock, logger }), clock, logger, asked: () => asked };
  }
  const known = (Timeout: number): Fault => ({ answer: { Timeout } });

  it('asks once for calls that overlap, and again after ten minutes', async () => {
    let timeout = 60;
    const { settings, clock, asked } = opened(() => known(timeout));
    expect(await Promise.all([settings.timeout(aLabourer()), settings.timeout(aLabourer())])).toEqual([60, 60]);
    timeout = 90;
    await clock.advance(599_999);
    expect(await settings.timeout(aLabourer())).toBe(60);
    expect(asked()).toBe(1);
    await clock.advance(1);
    expect(await settings.timeout(aLabourer())).toBe(90);
    expect(asked()).toBe(2);
  });

  it('keeps what it knew where Lambda can’t be asked, and asks again after a minute', async () => {
    let fault = known(60);
    const { settings, clock } = opened(() => fault);
    await settings.timeout(aLabourer());
    fault = 'throttle';
    await clock.advance(600_000);
    expect(await settings.timeout(aLabourer())).toBe(60);
    fault = known(90);
    expect(await settings.timeout(aLabourer())).toBe(60);
    await clock.advance(60_000);
    expect(await settings.timeout(aLabourer())).toBe(90);
  });

  it('says once a function that its time-out is not known', async () => {
    const { settings, clock, logger } = opened(() => 'refuse');
    for (let minute = 0; minute < 3; minute++) {
      expect(await settings.timeout(aLabourer())).toBe(900);
      await clock.advance(60_000);
    }
    expect(await settings.timeout(aLabourer('no/name'))).toBe(900);
    expect(logger.entries.map(({ context }) => context)).toEqual([
      { functionName: 'some_function', reason: 'AccessDeniedException' },
      { functionName: 'no/name', reason: expect.stringContaining('no name') },
    ]);
  });
});
