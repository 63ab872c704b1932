/** "Bad input" of the specification, as far as jobs and configurations come in by the command line. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sosw } from './run-sosw.js';
import { JOB, workspace } from './workspace.js';

const letters = (job: object): object => ({ ...JOB, job: { ...JOB.job, ...job } });

/** As deep as `{"a": {"a": …}}` goes. */
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('refused with exit code 3 before anything is written:', () => {
  it.each([
    ['an unknown labourer', { labourer_id: 'nobody', job: {} }, 'labourer.unknown'],
    ['no labourer', { job: {} }, 'job.labourer'],
    ['an unknown schema', letters({ job_schema_name: 'x' }), 'job.schema'],
    ['an unknown period', letters({ period: 'next_week' }), 'job.period'],
    ['a period that only begins well', letters({ period: 'last_2_days_or_so' }), 'job.period'],
    ['last_0_days', letters({ period: 'last_0_days' }), 'job.period'],
    ['previous_0_days', letters({ period: 'previous_0_days' }), 'job.period'],
    ['a batch of no values', letters({ max_letters_per_batch: 0 }), 'job.batch_size'],
    ['a negative batch', letters({ max_letters_per_batch: -1 }), 'job.batch_size'],
    ['a value of the wrong kind', letters({ letters: [[1]] }), 'job.values'],
    ['a flag that is neither true nor false', letters({ isolate_letters: 'yes' }), 'job.flag'],
    ['a foreign automatic field', letters({ task_id: 'mine' }), 'job.automatic_field'],
    ['the event of a sibling that is no queue file', { file_name: '../x' }, 'queue_file.name'],
    ['an unknown time zone', letters({ period: 'today', time_zone: 'Nowhere' }), 'job.time_zone'],
    ['nesting without end', letters({ deep: nested(600) }), 'job.nesting'],
    ['a name with control characters', letters({ 'a\u0000b': 1 }), 'job.name'],
  ])('%s', async (_, job, errorCode) => {
    const { folder, hasData } = workspace({ job });
    const { code, stdout, stderr } = await sosw(['run', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: errorCode, file: 'job.json', expected: expect.any(String) },
    });
    expect(stderr).toMatch(/^refused \(.*\)\n {2}job\.json:\d+: /);
    expect(hasData()).toBe(false);
  });

  it.each([
    ['more tasks than max_tasks_per_job', 'max_tasks_per_job: 4\n', 'job.too_many_tasks'],
    ['a payload over invocation_payload_limit', 'invocation_payload_limit: 2048\n', 'job.payload_too_large'],
    ['a schema name that ends in s', 'job_schema_variants: {x: {chunkable_attrs: [stores]}}\n', 'schema.singular'],
    ['a wrong value in the configuration', 'rows_to_process: 0\n', 'config.value'],
    ['a configuration that is no YAML', '- [\n', 'config.syntax'],
  ])('%s', async (_, config, errorCode) => {
    const { folder, hasData } = workspace({ config, job: letters({ note: 'x'.repeat(1500) }) });
    for (const command of ['run', 'schedule']) {
      const { code, stdout } = await sosw([command, 'job.json', '--json'], { cwd: folder });
      expect(code).toBe(3);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: errorCode } });
    }
    expect(hasData()).toBe(false);
  });

  it.each([
    ['{\n  "a": 1,,\n}', 'job.syntax', 'job.json:2: '],
    ['[]', 'job.kind', 'job.json:1: '],
  ])('a job file that holds %j', async (text, errorCode, place) => {
    const { folder } = workspace();
    writeFileSync(join(folder, 'job.json'), text);
    const { code, stdout, stderr } = await sosw(['plan', 'job.json', '--json'], { cwd: folder });
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: errorCode } });
    expect(stderr).toContain(place);
  });

  it('a job file that is not there, and a configuration that is not there', async () => {
    const { folder } = workspace();
    const noJob = await sosw(['plan', 'nowhere.json', '--json'], { cwd: folder });
    expect(JSON.parse(noJob.stdout)).toMatchObject({ error: { code: 'job.missing', file: 'nowhere.json' } });
    const noConfig = await sosw(['plan', 'job.json', '--config', 'nowhere.yaml'], { cwd: folder });
    expect(noConfig.code).toBe(3);
    expect(noConfig.stderr).toContain('nowhere.yaml: expected a file that can be read');
  });

  it('a labourer whose worker is not on this machine', async () => {
    const { folder, hasData } = workspace({ job: { labourer_id: 'elsewhere', job: {} } });
    const { code, stderr } = await sosw(['run', 'job.json'], { cwd: folder });
    expect(code).toBe(3);
    expect(stderr).toContain('task_config.labourers.elsewhere.local: expected how the worker is run on this machine');
    expect(hasData()).toBe(false);
  });
});

describe('an error', () => {
  it('names the line of the key in the job file', async () => {
    const { folder } = workspace({ job: letters({ max_letters_per_batch: 0 }) });
    const { stderr } = await sosw(['plan', 'job.json'], { cwd: folder });
    expect(stderr).toBe(
      'refused (job.batch_size)\n  job.json:12: job.max_letters_per_batch: expected a whole number above 0, found 0\n',
    );
  });

  it('shows where it arose only with --verbose', async () => {
    const { folder } = workspace({ job: letters({ max_letters_per_batch: 0 }) });
    const { stderr } = await sosw(['plan', 'job.json', '--verbose'], { cwd: folder });
    expect(stderr).toContain('    at ');
  });
});
