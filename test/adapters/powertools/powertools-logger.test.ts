import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PowertoolsLogger } from '../../../src/adapters/powertools/powertools-logger.js';
import { SoswError } from '../../../src/domain/errors.js';
import { loggerContract } from '../../contracts/logger.contract.js';
import { anInvocation } from '../../entrypoints/lambda/a-function.js';

/** The lines that go to CloudWatch: Powertools writes them to the process's own streams. */
function open(level = 'DEBUG') {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', level);
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      lines.push(...String(chunk).trimEnd().split('\n'));
      return true;
    });
  }
  const logger = new PowertoolsLogger('sosw_scheduler');
  const logged = () =>
    lines.map((line) => JSON.parse(line)).map((entry) => ({ ...entry, level: entry.level.toLowerCase() }));
  return { logger, lines, logged };
}

beforeEach(() => vi.unstubAllEnvs());
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

loggerContract('Powertools', open);

describe('PowertoolsLogger', () => {
  it('writes service, message and the invocation that it is about', () => {
    const { logger, logged } = open();
    logger.begin(anInvocation('request-7'));
    logger.info('pass', { labourerId: 'some_function', message: 'other', level: 'other' });
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'info',
        message: 'pass',
        service: 'sosw_scheduler',
        labourerId: 'some_function',
        function_request_id: 'request-7',
      }),
    ]);
  });

  it('writes from the level on that the environment says', () => {
    const { logger, logged } = open('WARN');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]('message');
    expect(logged().map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('writes of an error its code and causes, and nothing that it carries, as rows with payloads', () => {
    const { logger, logged, lines } = open();
    const cause = Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Item: { payload: { S: 'secret' } } }],
    });
    logger.error('failed', { error: new SoswError('store.unavailable', 'not now', { cause }), cause });
    expect(logged()[0]).toMatchObject({
      error: { code: 'store.unavailable', message: 'not now', cause: { name: 'TransactionCanceledException' } },
      cause: { name: 'TransactionCanceledException', message: 'cancelled' },
    });
    expect(lines.join()).not.toContain('secret');
  });
});
