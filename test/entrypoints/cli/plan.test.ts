import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sosw, startSosw } from './run-sosw.js';
import { JOB, workspace } from './workspace.js';

const lines = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('sosw plan', () => {
  it('tells what a job would become', async () => {
    const { folder, hasData } = workspace();
    const { code, stdout, stderr } = await sosw(['plan', 'job.json'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('5 tasks for shout');
    expect(stdout).toContain('{"isolate_letters":true,"letters":["a"]}');
    expect(hasData()).toBe(false);
  });

  it('gives machines one object', async () => {
    const { folder } = workspace({
      job: { ...JOB.job, lambda_name: 'shout', period: 'last_2_days', isolate_days: true },
    });
    const { stdout } = await sosw(['plan', 'job.json', '--json', '--now', '2024-03-02'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      labourer_id: 'shout',
      tasks: 10,
      chunkable_attrs: ['letter'],
      dates: ['2024-02-29', '2024-03-01'],
      now: '2024-03-02T00:00:00.000Z',
      payload_bytes: { min: expect.any(Number), max: expect.any(Number), total: expect.any(Number) },
      warnings: [],
    });
  });

  it('--ndjson writes what each worker would get, in order', async () => {
    const { folder } = workspace();
    const { code, stdout } = await sosw(['plan', 'job.json', '--ndjson'], { cwd: folder });
    expect(code).toBe(0);
    expect(lines(stdout)).toEqual(JOB.job.letters.map((letter) => ({ isolate_letters: true, letters: [letter] })));
  });

  it('--ndjson streams any number of tasks, with a warning over max_tasks_per_job', async () => {
    const letters = Array.from({ length: 100_000 }, (_, index) => `é${index}`);
    const { folder } = workspace({
      job: { ...JOB, job: { letters, isolate_letters: true } },
      config: 'max_tasks_per_job: 10\n',
    });
    const { code, stdout, stderr } = await sosw(['plan', 'job.json', '--ndjson'], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('100,000 tasks are more than max_tasks_per_job (10)');
    expect(lines(stdout)).toEqual(letters.map((letter) => ({ isolate_letters: true, letters: [letter] })));
  });

  it('--ndjson ends well when its reader has seen enough', async () => {
    const letters = Array.from({ length: 100_000 }, (_, index) => `letter ${index}`);
    const { folder } = workspace({ job: { ...JOB, job: { letters, isolate_letters: true } } });
    const running = startSosw(['plan', 'job.json', '--ndjson'], { cwd: folder });
    running.closeStdout();
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('reads a job in YAML, and one from standard input', async () => {
    const { folder } = workspace();
    writeFileSync(join(folder, 'job.yaml'), 'labourer_id: shout\njob:\n  letters: [x, y]\n  isolate_letters: true\n');
    const fromYaml = await sosw(['plan', 'job.yaml', '--ndjson'], { cwd: folder });
    const input = '{"labourer_id": "shout", "letters": ["x", "y"], "isolate_letters": true}';
    const fromInput = await sosw(['plan', '-', '--ndjson'], { cwd: folder, input });
    expect(lines(fromYaml.stdout)).toHaveLength(2);
    expect(fromInput.stdout).toBe(fromYaml.stdout);
  });

  it('warns of flags that nothing answers to', async () => {
    const { folder } = workspace({ job: { ...JOB, job: { ...JOB.job, isolate_words: true } } });
    const { code, stderr } = await sosw(['plan', 'job.json'], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('isolate_words has no effect');
  });

  it('warns of slips in the configuration, with the line', async () => {
    const { folder } = workspace({ config: 'max_task_per_job: 5\n' });
    const { stderr } = await sosw(['plan', 'job.json'], { cwd: folder });
    expect(stderr).toContain('sosw.yaml:12: max_task_per_job is not a key here. Is max_tasks_per_job meant?');
  });
});
