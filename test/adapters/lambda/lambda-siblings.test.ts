import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe } from 'vitest';
import { lambdaClientOptions } from '../../../src/adapters/lambda/lambda-client-options.js';
import { LambdaSiblings } from '../../../src/adapters/lambda/lambda-siblings.js';
import { siblingsContract } from '../../contracts/siblings.contract.js';
import { openFunctions } from '../../support/aws/lambda-functions.js';
import { awsClientConfig, type Ministack, skipsE2e, startMinistack } from '../../support/aws/ministack.js';

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

  siblingsContract('Lambda', async () => {
    const functions = openFunctions(client);
    const functionName = await functions.add();
    return {
      siblings: new LambdaSiblings({ client, functionName }),
      started: functions.ran,
      refuse: () => functions.remove(functionName),
      dispose: functions.dispose,
    };
  });
});
