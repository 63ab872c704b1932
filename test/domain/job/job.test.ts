import { describe, expect, it } from 'vitest';
import { labourerId } from '../../../src/domain/ids.js';
import { readJobEvent, refuseUnknownLabourer } from '../../../src/domain/job/job.js';
import { refusal } from './refusal.js';

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
const labourer = 'worker';

describe('the job in an event', () => {
  const job = { sections: ['a'], isolate_sections: true };
  const read = { kind: 'job', job, labourer, identity: undefined };

  it.each([
    ['the event itself', { lambda_name: 'worker', ...job }],
    ['the event as text', JSON.stringify({ lambda_name: 'worker', ...job })],
    ['in the event', { job: { lambda_name: 'worker', ...job } }],
    ['in the event as text', { job: JSON.stringify({ lambda_name: 'worker', ...job }) }],
    ['text in text', JSON.stringify({ job: JSON.stringify({ lambda_name: 'worker', ...job }) })],
    ['beside its lambda_name', { lambda_name: 'worker', job }],
    ['with its labourer_id in it', { job: { labourer_id: 'worker', ...job } }],
    ['with both names, which agree', { lambda_name: 'worker:7', job: { labourer_id: 'worker', ...job } }],
    ['in an envelope', { 'detail-type': 'Nightly', detail: { lambda_name: 'worker', ...job } }],
    [
      'wrapped in an envelope',
      { 'detail-type': 'Nightly', detail: { lambda_name: 'worker', job: JSON.stringify(job) } },
    ],
  ])('may be %s', (_, event) => {
    expect(readJobEvent(event)).toEqual(read);
  });

  it('D09 may stand beside its labourer_id, as the tutorial has it', () => {
    expect(readJobEvent({ labourer_id: 'worker', job })).toEqual(read);
  });

  it('is empty when only the labourer is named', () => {
    expect(readJobEvent({ labourer_id: 'worker' })).toEqual({ ...read, job: {} });
    expect(readJobEvent({ labourer_id: 'worker', job: null })).toEqual({ ...read, job: {} });
  });

  it('keeps job_schema_name and keys that look like those of objects', () => {
    const event = JSON.parse('{"lambda_name":"worker","job_schema_name":"x","__proto__":{"a":1},"constructor":2}');
    const { job: kept } = readJobEvent(event) as { job: object };
    expect(JSON.stringify(kept)).toBe('{"job_schema_name":"x","__proto__":{"a":1},"constructor":2}');
  });

  it.each([
    'worker',
    'worker:12',
    'worker:$LATEST',
    'arn:aws:lambda:us-west-2:000000000000:function:worker',
    'arn:aws:lambda:ap-southeast-1:000000000000:function:worker:12',
    'arn:aws-cn:lambda:cn-north-1:000000000000:function:worker:live',
    'arn:aws-us-gov:lambda:us-gov-west-1:000000000000:function:worker:$LATEST',
    '000000000000:function:worker',
    'function:worker:2',
  ])('names its labourer as %s', (lambda_name) => {
    expect(readJobEvent({ lambda_name })).toMatchObject({ labourer: 'worker' });
  });

  it.each([
    ['no labourer', { foo: 1 }, 'job.labourer'],
    ['an envelope without a job', { 'detail-type': 'Scheduled Event', detail: {} }, 'job.labourer'],
    ['two labourers', { lambda_name: 'worker', labourer_id: 'other' }, 'job.labourer'],
    ['an ARN of something else', { lambda_name: 'arn:aws:s3:::bucket' }, 'job.labourer'],
    ['a number for a name', { lambda_name: 7 }, 'job.labourer'],
    ['a list for a name', { lambda_name: ['worker'] }, 'job.labourer'],
    ['an empty name', { lambda_name: '' }, 'job.labourer'],
    ['a name with a control character', { lambda_name: 'wor\nker' }, 'name.invalid'],
    ['text that is not JSON', 'not json', 'job.json'],
    ['a job that is not JSON', { lambda_name: 'worker', job: 'not json' }, 'job.json'],
    ['a list', [{ lambda_name: 'worker' }], 'job.kind'],
    ['the text of a list', '[]', 'job.kind'],
    ['a job that is a list', { lambda_name: 'worker', job: [] }, 'job.kind'],
    ['nothing', undefined, 'job.kind'],
    ['null', null, 'job.kind'],
    ['a date', { lambda_name: 'worker', at: new Date(0) }, 'job.kind'],
    ['not a number', { lambda_name: 'worker', at: Number.NaN }, 'job.kind'],
    ['a missing value', { lambda_name: 'worker', at: undefined }, 'job.kind'],
    ['501 levels', { lambda_name: 'worker', deep: nested(500) }, 'job.nesting'],
    ['a hundred thousand levels', { lambda_name: nested(100_000) }, 'job.nesting'],
  ])('is refused when the event is or has %s', (_, event, code) => {
    expect(refusal(() => readJobEvent(event))?.code).toBe(code);
  });

  it('may be nested 500 levels deep', () => {
    expect(readJobEvent({ lambda_name: 'worker', deep: nested(499) })).toMatchObject({ kind: 'job' });
  });

  it('says where in a job something is that JSON has not', () => {
    const event = { lambda_name: 'worker', a: [{ b: 1 }, { b: Number.POSITIVE_INFINITY }] };
    expect(refusal(() => readJobEvent(event))?.path).toBe('event.a.1.b');
  });

  it('must be for a registered labourer', () => {
    expect(refusal(() => refuseUnknownLabourer(labourerId('worker'), new Set(['worker'])))).toBeUndefined();
    expect(refusal(() => refuseUnknownLabourer(labourerId('nobody'), new Set(['worker'])))).toEqual({
      code: 'job.labourer',
      path: 'job.lambda_name',
    });
  });
});

describe('the identity of a job', () => {
  const envelope = { 'detail-type': 'Nightly', id: 'envelope', detail: { lambda_name: 'worker' } };

  it('is its job_id, else the envelope’s id, else the request’s', () => {
    const own = { ...envelope, detail: { lambda_name: 'worker', job_id: 'own' } };
    expect(readJobEvent(own, 'request')).toMatchObject({ identity: 'own' });
    expect(readJobEvent({ lambda_name: 'worker', job_id: 'beside', job: {} }, 'request')).toMatchObject({
      identity: 'beside',
    });
    expect(readJobEvent(envelope, 'request')).toMatchObject({ identity: 'envelope' });
    expect(readJobEvent({ lambda_name: 'worker', id: 'an attribute' }, 'request')).toMatchObject({
      identity: 'request',
    });
    expect(readJobEvent({ lambda_name: 'worker' })).toMatchObject({ identity: undefined });
  });

  it('stays an attribute of the job that has it', () => {
    expect(readJobEvent({ lambda_name: 'worker', job_id: 'own' })).toMatchObject({ job: { job_id: 'own' } });
  });

  it.each([
    [7, 'job.job_id'],
    ['', 'name.invalid'],
    ['a\u0000b', 'name.invalid'],
    ['x'.repeat(257), 'name.invalid'],
  ])('is refused when it is %j', (job_id, code) => {
    expect(refusal(() => readJobEvent({ lambda_name: 'worker', job_id }))?.code).toBe(code);
  });
});

describe('the event of a sibling', () => {
  it('is a file name alone', () => {
    const fileName = 'tasks_queue_8f2c.txt';
    expect(readJobEvent({ file_name: fileName })).toEqual({ kind: 'sibling', fileName });
    expect(readJobEvent({ lambda_name: 'worker', file_name: fileName })).toMatchObject({ kind: 'job' });
  });

  it.each(['tasks_queue.txt', 'locked_tasks_queue_8f2c.txt'])(
    'may name what an old Scheduler left behind: %s',
    (file_name) => {
      expect(readJobEvent({ file_name })).toEqual({ kind: 'sibling', fileName: file_name });
    },
  );

  it('goes by the configured name of the queue’s files', () => {
    expect(readJobEvent({ file_name: 'rows_1' }, undefined, 'rows')).toEqual({ kind: 'sibling', fileName: 'rows_1' });
    expect(refusal(() => readJobEvent({ file_name: '_1.txt' }, undefined, '.txt'))?.code).toBe('queue_file.name');
    expect(refusal(() => readJobEvent({ file_name: 'tasks_queue_1.txt' }, undefined, 'rows'))?.code).toBe(
      'queue_file.name',
    );
  });

  it.each([
    '/etc/passwd',
    '../tasks_queue_1.txt',
    'tasks_queue_..txt',
    'tasks_queue_a/b.txt',
    'tasks_queue_a\\b.txt',
    'tasks_queue_a\nb.txt',
    'tasks_queue_.txt',
    'tasks_queue_1.csv',
    'other_1.txt',
    'tasks_locked_queue_1.txt',
    'locked_locked_tasks_queue_1.txt',
    `tasks_queue_${'x'.repeat(255)}.txt`,
    '',
    7,
    ['tasks_queue_1.txt'],
  ])('is refused with the file name %j', (file_name) => {
    expect(refusal(() => readJobEvent({ file_name }))).toEqual({ code: 'queue_file.name', path: 'file_name' });
  });
});
