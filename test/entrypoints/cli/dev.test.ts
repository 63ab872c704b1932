import { describe, expect, it } from 'vitest';
import { sosw, startSosw } from './run-sosw.js';
import { JOB, workspace } from './workspace.js';

const EVERY_SECOND = `schedules: {often: {cron: '* * * * * *', job: ${JSON.stringify(JOB)}}}\n`;

describe('sosw dev', () => {
  it('schedules by the clock, works what it scheduled, and ends well when it is stopped', async () => {
    const { folder } = workspace({ config: EVERY_SECOND });
    const running = startSosw(['dev', '--json'], { cwd: folder });
    await running.told('5 tasks');
    await running.told('often@');
    running.kill('SIGTERM');
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ state: 'stopped', scheduled_jobs: expect.any(Number) });
    const ran = JSON.parse((await sosw(['status', '--json'], { cwd: folder })).stdout);
    expect(ran.jobs.length).toBeGreaterThan(0);
    for (const { job_id } of ran.jobs) expect(job_id).toMatch(/^often@\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
  });

  it('in two processes schedules each planned instant once', async () => {
    const { folder } = workspace({ config: EVERY_SECOND });
    const both = [startSosw(['dev', '--json'], { cwd: folder }), startSosw(['dev', '--json'], { cwd: folder })];
    await Promise.all(both.map(({ told }) => told('often@')));
    await Promise.any(both.map(({ told }) => told('scheduled by another process')));
    for (const { kill } of both) kill('SIGINT');
    const ends = await Promise.all(both.map(({ ended }) => ended));
    const scheduled = ends.reduce((sum, { stdout }) => sum + JSON.parse(stdout).scheduled_jobs, 0);
    const { jobs } = JSON.parse((await sosw(['status', '--json'], { cwd: folder })).stdout);
    expect(scheduled).toBe(jobs.length);
    for (const job of jobs) expect(job.open + job.retrying + job.done).toBe(5);
  });

  it('refuses a schedule whose job could not be scheduled, before it starts', async () => {
    const job = JSON.stringify({ ...JOB, job: { period: 'some_day' } });
    const { folder, hasData } = workspace({ config: `schedules: {late: {cron: '0 2 * * *', job: ${job}}}\n` });
    const { code, stderr } = await sosw(['dev'], { cwd: folder });
    expect(code).toBe(3);
    expect(stderr).toContain('schedules.late: job.period: expected today, yesterday');
    expect(hasData()).toBe(false);
  });
});
