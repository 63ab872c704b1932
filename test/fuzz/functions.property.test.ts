import { describe, expect, it } from 'vitest';
import { MemoryTaskStore } from '../../src/adapters/memory/memory-task-store.js';
import { orchestratorHandler } from '../../src/entrypoints/lambda/orchestrator-handler.js';
import { QueueGauges } from '../../src/entrypoints/lambda/queue-gauges.js';
import type { LambdaHandler } from '../../src/entrypoints/lambda/run-essential.js';
import { scavengerHandler } from '../../src/entrypoints/lambda/scavenger-handler.js';
import { schedulerHandler } from '../../src/entrypoints/lambda/scheduler-handler.js';
import { workerAssistantHandler } from '../../src/entrypoints/lambda/worker-assistant-handler.js';
import { functionEnvironment } from '../../src/entrypoints/config/environment.js';
import { workerEnvironment } from '../../src/entrypoints/config/worker-environment.js';
import fc from 'fast-check';
import { SoswError } from '../../src/domain/errors.js';
import { aFunction, anInvocation } from '../entrypoints/lambda/a-function.js';
import { aQueue } from '../support/a-task.js';
import { fuzz, fuzzTimeout, type Outcome, outcomeOf, tellFigures } from './support/campaign.js';
import { overHttp, schedulerEvent, workerMessage } from './support/right-inputs.js';
import { nearlyRight, strangeText, withSlips } from './support/strange.js';
import { watched } from './support/watched-port.js';

const READS = ['get', 'open', 'countOpen', 'retrying', 'closed', 'unreported', 'progress'] as const;

/** The four functions over one memory, with five tasks of which three run. */
async function theFunctions() {
  const writes: string[] = [];
  const made = aFunction({ store: watched(new MemoryTaskStore(), READS, writes) });
  const { system, facts, clock, logger } = made;
  await system.store.add(aQueue('t', 5));
  const gauges = new QueueGauges({ store: system.store, facts, clock, logger });
  const orchestrator = orchestratorHandler(made.essential((parts) => ({ orchestrator: parts.orchestrator, gauges })));
  await orchestrator({}, anInvocation());
  writes.length = 0;
  return {
    writes,
    handlers: {
      orchestrator,
      scavenger: scavengerHandler(made.essential(({ scavenger }) => ({ scavenger }))),
      scheduler: schedulerHandler(made.essential(({ scheduler }) => ({ scheduler }))),
      assistant: workerAssistantHandler(made.essential(({ assistant }) => ({ assistant }))),
    },
  };
}

/** What Lambda would hand on: an answer that is JSON, or an error known by its code. */
const invoked = (handler: LambdaHandler, event: unknown): Promise<Outcome<unknown>> =>
  outcomeOf(async () => {
    try {
      const answer = await handler(event, anInvocation());
      return answer === undefined ? undefined : (JSON.parse(JSON.stringify(answer)) as unknown);
    } catch (error) {
      // The code is the name by then.
      if (error instanceof Error && error.name.includes('.')) throw new SoswError(error.name, error.message);
      throw error;
    }
  });

tellFigures();

describe('any event, as Lambda hands it on,', () => {
  it(
    'is answered by each function, or refused by a code with no task changed',
    async () => {
      const message = workerMessage;
      const input = fc.oneof(
        fc.record({ name: fc.constant('scheduler' as const), event: nearlyRight(schedulerEvent) }),
        fc.record({ name: fc.constant('assistant' as const), event: nearlyRight(message) }),
        fc.record({
          name: fc.constantFrom('orchestrator' as const, 'scavenger' as const),
          event: nearlyRight(message),
        }),
      );
      await fuzz('functions', input, 100, async ({ name, event }) => {
        const { handlers, writes } = await theFunctions();
        const outcome = await invoked(handlers[name], withSlips(event));
        if (outcome.kind === 'refused') expect(writes).toEqual([]);
        return outcome;
      });
    },
    fuzzTimeout,
  );

  it(
    'over HTTP is answered with a status that says whose fault it was',
    async () => {
      const requests = fc.oneof(
        nearlyRight(overHttp(workerMessage)),
        nearlyRight(workerMessage).map((body) => ({ body })),
      );
      await fuzz('WorkerAssistant over HTTP', requests, 100, async (input) => {
        const { handlers, writes } = await theFunctions();
        const event =
          'body' in input
            ? { requestContext: {}, body: textOf(withSlips(input.body)), isBase64Encoded: false }
            : withSlips(input);
        const outcome = await invoked(handlers.assistant, event);
        const status = outcome.kind === 'answered' ? (outcome.value as { statusCode?: number })?.statusCode : undefined;
        if (status !== undefined) expect([200, 400, 404]).toContain(status);
        if (status !== 200 && (status !== undefined || outcome.kind === 'refused')) expect(writes).toEqual([]);
        return outcome;
      });
    },
    fuzzTimeout,
  );
});

it(
  'any variables of the environment make a place, or are refused by the name of what is missing',
  async () => {
    const names = [
      'AWS_LAMBDA_FUNCTION_NAME',
      'SOSW_CONFIG_TABLE',
      'SOSW_CONFIG_ENV',
      'SOSW_QUEUE_BUCKET',
      'SOSW_WORKER_ASSISTANT',
    ];
    const variables = fc.dictionary(fc.oneof(fc.constantFrom(...names), strangeText), strangeText);
    await fuzz('environment', variables, 300, async (given) => {
      workerEnvironment(given);
      const outcome = await outcomeOf(() => functionEnvironment(given));
      if (outcome.kind === 'refused') expect(outcome.error).toMatchObject({ path: 'AWS_LAMBDA_FUNCTION_NAME' });
      return outcome;
    });
  },
  fuzzTimeout,
);

/** JSON of what can be written at all; a sender can't send more. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '['.repeat(100_000);
  }
}
