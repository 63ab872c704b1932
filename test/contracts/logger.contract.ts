/** What every Logger promises. */

import { describe, expect, it } from 'vitest';
import type { Logger } from '../../src/application/ports/logger.js';

export interface OpenLogger {
  readonly logger: Logger;
  /** What was logged, oldest first: everything from debug on. */
  logged(): readonly { readonly level: string; readonly message: string }[];
}

export function loggerContract(name: string, open: () => OpenLogger): void {
  describe(`Logger: ${name}`, () => {
    it('keeps message and level of each entry, in their order', () => {
      const { logger, logged } = open();
      logger.info('first');
      logger.debug('second', { labourerId: 'some_function' });
      logger.warn('third');
      logger.error('fourth', { error: new Error('cause') });
      expect(logged().map(({ level, message }) => `${level} ${message}`)).toEqual([
        'info first',
        'debug second',
        'warn third',
        'error fourth',
      ]);
    });

    it.each([
      ['a BigInt', { value: 10n }],
      ['a circle', circle()],
      ['an error that is its own cause', { error: ownCause() }],
      ['what can not be read', unreadable()],
      ['names of its own', { level: 'mine', message: 'mine', time: 'mine' }],
      ['functions and nothing', { run: () => {}, nothing: undefined }],
    ])('never throws, given %s', (_what, context) => {
      const { logger, logged } = open();
      logger.info('all the same', context);
      expect(logged()).toMatchObject([{ level: 'info', message: 'all the same' }]);
    });
  });
}

function circle(): Record<string, unknown> {
  const context: Record<string, unknown> = {};
  context.self = context;
  return context;
}

function ownCause(): Error {
  const error = new Error('own cause');
  error.cause = error;
  return error;
}

function unreadable(): Record<string, unknown> {
  return {
    value: {
      toJSON() {
        throw new Error('not readable');
      },
    },
  };
}
