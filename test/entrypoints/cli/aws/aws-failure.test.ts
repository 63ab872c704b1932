import { describe, expect, it } from 'vitest';
import { RefusedError, SoswError } from '../../../../src/domain/errors.js';
import { awsFailure } from '../../../../src/entrypoints/cli/aws/aws-failure.js';

/** An error as the SDK throws it. */
const named = (name: string, fields: object = {}): Error => Object.assign(new Error('untold'), { name, ...fields });
const failure = (error: unknown) => awsFailure(error, 'us-west-2');

describe('an error of AWS', () => {
  it.each([
    ['CredentialsProviderError', 'aws.credentials', 'there are no credentials for AWS', false],
    ['ExpiredTokenException', 'aws.credentials', 'does not accept the credentials', false],
    ['AccessDeniedException', 'aws.denied', 'may not do that in us-west-2', false],
    ['ResourceNotFoundException', 'aws.absent', 'is it the right region', false],
    ['TimeoutError', 'aws.unreachable', 'does not answer in us-west-2', true],
  ])('%s says what helps', (name, code, text, retryable) => {
    expect(failure(named(name))).toMatchObject({ code, retryable, message: expect.stringContaining(text) });
  });

  it('is found behind the error of an adapter, whose words stay', () => {
    const stored = new SoswError('store.unavailable', 'DynamoDB did not answer', {
      retryable: true,
      cause: named('CredentialsProviderError'),
    });
    expect(failure(stored)).toMatchObject({
      code: 'aws.credentials',
      retryable: false,
      message: expect.stringContaining('(DynamoDB did not answer)'),
    });
  });

  it('of a connection that was never made is one that may pass', () => {
    expect(failure(named('Error', { code: 'ENOTFOUND' }))).toMatchObject({ code: 'aws.unreachable', retryable: true });
  });

  it('that says nothing to an operator, and a refusal, stay what they are', () => {
    const unknown = named('ValidationException');
    expect(failure(unknown)).toBe(unknown);
    const refused = new RefusedError('config.value', { path: 'a', expected: 'b' });
    expect(failure(refused)).toBe(refused);
  });
});
