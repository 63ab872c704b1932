import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { queueFileError } from '../../../src/adapters/s3/queue-file-error.js';

const answer = (name: string, httpStatusCode: number) =>
  new S3ServiceException({
    name,
    message: 'what S3 says',
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
  });

describe('an error of S3', () => {
  it.each([
    ['SlowDown', 503],
    ['InternalError', 500],
    ['RequestTimeout', 400],
    ['OperationAborted', 409],
    ['TooManyRequests', 429],
  ])('%s is worth trying again', (name, status) => {
    expect(queueFileError(answer(name, status), 'b')).toMatchObject({
      code: 'queue_file.unavailable',
      retryable: true,
    });
  });

  it.each([
    ['AccessDenied', 403, 'may not be used by this role'],
    ['UnknownError', 403, 'may not be used by this role'],
    ['NoSuchBucket', 404, 'does not exist'],
    ['PermanentRedirect', 301, 'another region'],
    ['InvalidRequest', 400, "can't be reached (InvalidRequest)"],
  ])('%s needs somebody, and the message says what for', (name, status, text) => {
    const error = queueFileError(answer(name, status), 'the-bucket');
    expect(error).toMatchObject({ code: 'queue_file.unavailable', retryable: false });
    expect(error.message).toContain('the-bucket');
    expect(error.message).toContain(text);
  });

  it('that is none of the service but of the way to it is worth trying again', () => {
    expect(queueFileError(Object.assign(new Error('reset'), { name: 'ECONNRESET' }), 'b').retryable).toBe(true);
  });
});
