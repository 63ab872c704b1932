/** Functions on the emulator that write down the events they run with. */

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type LambdaClient,
  PutFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import type { JsonObject } from '../../../src/domain/task.js';
import { temporaryFolder } from '../temporary-folder.js';
import { ACCOUNT } from './ministack.js';
import { storedZip } from './stored-zip.js';

const HANDLER = `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  appendFileSync(process.env.EVENTS_FILE, JSON.stringify(event) + '\\n');
  if (process.env.FAILS) throw new Error('told to fail');
  return { done: true };
};
`;
const WAIT_MS = 40_000;

export interface Functions {
  /** Makes a function and gives its name: events are not repeated where it fails. */
  add(options?: { fails?: boolean; timeout?: number }): Promise<string>;
  remove(name: string): Promise<void>;
  /** Events of all functions of these, in the order in which they ran; waits until there are so many. */
  ran(count: number): Promise<readonly JsonObject[]>;
  dispose(): Promise<void>;
}

export function openFunctions(client: LambdaClient): Functions {
  const folder = temporaryFolder();
  const file = join(folder.path, 'events');
  const names = new Set<string>();
  const remove = async (name: string) => {
    names.delete(name);
    await client.send(new DeleteFunctionCommand({ FunctionName: name }));
  };
  const events = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);
  return {
    remove,
    async add({ fails = false, timeout = 30 } = {}) {
      const name = `test-${randomUUID()}`;
      names.add(name);
      await client.send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs22.x',
          Role: `arn:aws:iam::${ACCOUNT}:role/test`,
          Handler: 'index.handler',
          Code: { ZipFile: storedZip({ 'index.mjs': HANDLER }) },
          Timeout: timeout,
          Environment: { Variables: { EVENTS_FILE: file, ...(fails && { FAILS: 'yes' }) } },
        }),
      );
      await client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumRetryAttempts: 0 }));
      return name;
    },
    async ran(count) {
      const until = performance.now() + WAIT_MS;
      while (events().length < count && performance.now() < until) await sleep(20);
      return events().map((line) => JSON.parse(line));
    },
    async dispose() {
      await Promise.all([...names].map(remove));
      folder.remove();
    },
  };
}
