import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FunctionNotifier } from '../../../src/adapters/lambda/function-notifier.js';
import { lambdaClientOptions } from '../../../src/adapters/lambda/lambda-client-options.js';
import { MemoryLogger } from '../../../src/adapters/memory/memory-logger.js';
import type { DeadTaskReport, Notifier } from '../../../src/application/ports/notifier.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';
import { injectFaults } from '../../support/aws/fault-middleware.js';
import { openFunctions } from '../../support/aws/lambda-functions.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

const to = (notifyFunction: string, report: DeadTaskReport): DeadTaskReport => ({
  ...report,
  target: { notifyFunction },
});

const notifying = (notifier: Notifier, name: string): Notifier => ({
  report: (reports) => notifier.report(reports.map((report) => to(name, report))),
});

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

  notifierContract('Lambda function', async () => {
    const functions = openFunctions(client);
    const name = await functions.add();
    const notifier = new FunctionNotifier({ client });
    let invocations = 0;
    const counted: Notifier = {
      async report(reports) {
        const arrived = await notifying(notifier, name).report(reports);
        if (arrived.includes(true)) invocations++;
        return arrived;
      },
    };
    return {
      notifier: counted,
      arrived: async () => {
        const events = (await functions.ran(invocations)) as unknown as { reports: DeadTaskReport[] }[];
        return events.flatMap(({ reports }) => reports);
      },
      fail: () => functions.remove(name),
      dispose: functions.dispose,
    };
  });
});

describe('FunctionNotifier', () => {
  function opened() {
    const client = new LambdaClient({ ...awsClientConfig('http://127.0.0.1:1'), ...lambdaClientOptions });
    const sent: { name: string; reports: number }[] = [];
    injectFaults(client, ({ input }) => {
      const { FunctionName, Payload } = input as { FunctionName: string; Payload: Uint8Array };
      if (FunctionName === 'denied') return 'refuse';
      sent.push({ name: FunctionName, reports: JSON.parse(Buffer.from(Payload).toString()).reports.length });
      return { answer: { StatusCode: 202 } };
    });
    const logger = new MemoryLogger();
    return { notifier: new FunctionNotifier({ client, logger }), logger, sent };
  }

  it('invokes each function with its own reports, a hundred at once', async () => {
    const { notifier, sent } = opened();
    const reports = Array.from({ length: 150 }, (_, index) => to(index % 3 === 0 ? 'few' : 'many', aReport(index)));
    expect(await notifier.report([...reports, ...reports])).toEqual(Array(300).fill(true));
    expect(sent).toEqual([
      { name: 'few', reports: 100 },
      { name: 'many', reports: 100 },
      { name: 'many', reports: 100 },
    ]);
  });

  it('answers false for those of a function that may not be invoked, and says why in the log', async () => {
    const { notifier, logger } = opened();
    const reports = [to('denied', aReport(1)), to('willing', aReport(2)), { ...aReport(3), target: {} }];
    expect(await notifier.report(reports)).toEqual([false, true, false]);
    expect(JSON.stringify(logger.entries)).toContain('AccessDeniedException');
    expect(JSON.stringify(logger.entries)).not.toContain('second line');
  });
});
