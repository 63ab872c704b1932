import { spawnSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { JsonLogger, type LogLevel } from '../../../src/adapters/system/json-logger.js';
import { SoswError } from '../../../src/domain/errors.js';
import { loggerContract } from '../../contracts/logger.contract.js';

function open(level: LogLevel = 'debug') {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const lines = () => text.split('\n').slice(0, -1);
  return {
    logger: new JsonLogger(stream, level),
    stream,
    lines,
    logged: () => lines().map((line) => JSON.parse(line)),
  };
}

loggerContract('JSON', open);

describe('JsonLogger', () => {
  it('writes one object a line: time, level, message, and the context beside them', () => {
    const { logger, lines } = open();
    logger.info('two\nlines', { labourerId: 'some_function', count: 2 });
    expect(lines()).toEqual([
      expect.stringMatching(
        /^\{"time":"\d{4}-\d\d-\d\dT[\d:.]+Z","level":"info","message":"two\\nlines","labourerId":"some_function","count":2\}$/,
      ),
    ]);
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
  ] as const)('writes from %s on', (level, written) => {
    const { logger, logged } = open(level);
    for (const each of ['debug', 'info', 'warn', 'error'] as const) logger[each]('message');
    expect(logged().map((entry) => entry.level)).toEqual(written);
  });

  it('writes errors with their code and causes, and the place of those without a code', () => {
    const { logger, logged } = open();
    const cause = new TypeError('undefined is no function');
    logger.error('failed', { error: new SoswError('store.unavailable', 'not now', { cause }), count: 1n });
    expect(logged()[0]).toMatchObject({
      error: {
        name: 'SoswError',
        message: 'not now',
        code: 'store.unavailable',
        cause: {
          name: 'TypeError',
          message: 'undefined is no function',
          stack: expect.stringContaining('json-logger.test'),
        },
      },
      count: '1',
    });
    expect(logged()[0].error).not.toHaveProperty('stack');
  });

  it('writes of an error that is its own cause so much that it can be understood', () => {
    const { logger, logged } = open();
    const error = new Error('in a circle');
    error.cause = error;
    logger.error('failed', { error });
    expect(logged()[0]).toMatchObject({ error: { message: 'in a circle', cause: { message: 'in a circle' } } });
  });

  it('keeps its own names, whatever the context calls its values', () => {
    const { logger, logged } = open();
    logger.info('message', { level: 'error', message: 'other', time: 'never', taskId: 'a' });
    expect(logged()[0]).toMatchObject({ level: 'info', message: 'message', taskId: 'a' });
    expect(logged()[0].time).not.toBe('never');
  });

  it('goes on when the stream has ended, or breaks', async () => {
    const ended = open();
    ended.stream.end();
    ended.logger.error('into the void');
    const broken = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) });
    const logger = new JsonLogger(broken, 'debug');
    logger.error('breaks');
    await new Promise((resolve) => setImmediate(resolve));
    logger.error('is broken');
  });

  it('lets a process go on whose reader went away', () => {
    const script = fileURLToPath(new URL('./json-logger-process.ts', import.meta.url));
    const command = `"$1" --import tsx "$2" 2>&1 >&3 | head -n 1`;
    const { stdout } = spawnSync('bash', ['-c', `{ ${command} >/dev/null; } 3>&1`, '-', process.execPath, script], {
      encoding: 'utf8',
      timeout: 55_000,
    });
    expect(stdout).toBe('went on\n');
  });
});
