import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterEach, expect, it, vi } from 'vitest';
import { runWorker } from '../../../../src/entrypoints/library/testing.js';
import { powertools, worker } from '../../../../src/entrypoints/library/worker.js';

afterEach(() => vi.restoreAllMocks());

it('gives the logger the invocation and its task for the run, and takes the task away again', async () => {
  const lines: string[] = [];
  const logger = new Logger({ serviceName: 'test' });
  vi.spyOn(logger as never as { console: Console }, 'console', 'get').mockReturnValue({
    ...console,
    info: (line: string) => lines.push(line),
  } as Console);
  const handler = worker({ middleware: [powertools({ logger })], run: () => logger.info('inside') });
  await runWorker(handler, { task_id: 't', sosw_attempt: 2 }, { functionName: 'pull', requestId: 'r1' });
  logger.info('outside');
  const [inside, outside] = lines.map((line) => JSON.parse(line));
  expect(inside).toMatchObject({ message: 'inside', task_id: 't', attempt: 2, function_request_id: 'r1' });
  expect(outside).not.toHaveProperty('task_id');
});

it('publishes the counters of a run as metrics, also when it failed', async () => {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  const metrics = new Metrics({ namespace: 'tests', serviceName: 'pull' });
  const sink = vi.spyOn(metrics as never as { console: Console }, 'console', 'get').mockReturnValue(console);
  const handler = worker({
    middleware: [powertools({ metrics })],
    run(_event, { stats }) {
      stats.add('rows', 7);
      throw new Error('late');
    },
  });
  await runWorker(handler, {}, { functionName: 'pull' });
  const blobs = printed.mock.calls.map(([line]) => JSON.parse(line as string));
  expect(blobs).toContainEqual(expect.objectContaining({ rows: 7, service: 'pull' }));
  sink.mockRestore();
});
