import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Ended, sosw, startSosw } from './run-sosw.js';
import { JOB, jobOf, workspace } from './workspace.js';

const SCENARIO = `
workers:
  shout: {duration: {fixed: 4}}
`;

/** The workspace with a scenario in which each of the five tasks takes four seconds, two at once. */
function simulated(given: Parameters<typeof workspace>[0] = {}) {
  const { folder, hasData } = workspace(given);
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('slow.yaml', SCENARIO);
  const simulate = (...args: string[]) => sosw(['simulate', ...args, '--days', '0.1'], { cwd: folder });
  return { folder, hasData, write, simulate, text: (name: string) => readFileSync(join(folder, name), 'utf8') };
}

const shout = (json: string, simulation = 0) =>
  JSON.parse(json).simulations[simulation].labourers.find(
    (one: { labourer_id: string }) => one.labourer_id === 'shout',
  );

describe('sosw simulate', () => {
  it("tells what became of a job's tasks, and touches no data", async () => {
    const { simulate, hasData } = simulated();
    const { code, stdout, stderr } = await simulate('job.json', '--health', 'slow.yaml');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^2 h 24 min of sosw\.yaml, 2026-01-05 00:00 to .* UTC, seed 1/);
    expect(stdout).toMatch(/^shout +5 +5 +0 +0 +0 +5 +/m);
    expect(stdout).toMatch(/^ {2}running +█.* at most 2 of 2$/m);
    expect(hasData()).toBe(false);
  });

  it('gives machines one object, and the same one for the same seed', async () => {
    const { simulate } = simulated();
    const [first, again] = await Promise.all([1, 2].map(() => simulate('job.json', '--health', 'slow.yaml', '--json')));
    const facts = JSON.parse(first?.stdout ?? '');
    expect(facts.simulations).toHaveLength(1);
    expect(facts.simulations[0]).toMatchObject({
      name: 'sosw.yaml',
      seed: 1,
      from: '2026-01-05T00:00:00.000Z',
      warnings: [],
    });
    expect(shout(first?.stdout ?? '')).toMatchObject({
      created: 5,
      done: 5,
      worked_seconds: 20,
      time_in: { bad: 0, poor: 0, moderate: 0, good: 0, high: 8640 },
      time_over_limit: null,
      timeline: { at: expect.any(Array), queued: expect.any(Array), metrics: {} },
    });
    expect(shout(again?.stdout ?? '')).toEqual(shout(first?.stdout ?? ''));
  });

  it('--set simulates another value of a setting', async () => {
    const { simulate } = simulated();
    const makespan = async (...args: string[]): Promise<number> =>
      shout((await simulate('job.json', '--health', 'slow.yaml', '--json', ...args)).stdout).makespan;
    const [two, five] = await Promise.all([makespan(), makespan('--set', 'shout.cap=5')]);
    expect(five).toBeLessThan(two / 2);
  });

  it('--sweep simulates each of its values', async () => {
    const { simulate } = simulated();
    const args = ['job.json', '--health', 'slow.yaml', '--sweep', 'shout.cap=1,2,5'];
    const [text, json] = await Promise.all([simulate(...args), simulate(...args, '--json')]);
    expect(text.stdout).toMatch(/^cap +done +makespan +Bad or Poor +over limit +retries +dead +open +cost$/m);
    expect(text.stdout.match(/^ *[125] {2,}5 /gm)).toHaveLength(3);
    expect(JSON.parse(json.stdout)).toMatchObject({
      sweep: 'shout.cap',
      simulations: [{ name: '1' }, { name: '2' }, { name: '5' }],
    });
    const makespans = [0, 1, 2].map((number) => shout(json.stdout, number).makespan);
    expect(makespans).toEqual(makespans.toSorted((one, next) => next - one));
  });

  it('--compare simulates the same work under another configuration', async () => {
    const { simulate, write, text } = simulated({
      config: 'schedules: {hourly: {cron: "0 * * * *", job_file: job.json}}\n',
    });
    const wide = text('sosw.yaml').replace('max_simultaneous_invocations: 2', 'max_simultaneous_invocations: 5');
    write('wide.yaml', wide.replace(/^schedules: .*$/m, ''));
    const args = ['--health', 'slow.yaml', '--compare', 'wide.yaml'];
    const [told, json] = await Promise.all([simulate(...args), simulate(...args, '--json')]);
    expect(told.stdout).toMatch(/^shout +sosw\.yaml +wide\.yaml +change$/m);
    expect(told.stdout).toMatch(/^ {2}done +15 +15 +same$/m);
    expect(told.stdout).toMatch(/^ {2}makespan .*$/m);
    expect([0, 1].map((number) => shout(json.stdout, number).created)).toEqual([15, 15]);
  });

  it('--html writes the whole page at once, over an older one but over nothing that it reads', async () => {
    const { simulate, folder, write, text } = simulated();
    write('report.html', 'old');
    const { code, stderr } = await simulate('job.json', '--html', 'report.html');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Wrote report.html\n' });
    expect(text('report.html')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
    expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
    mkdirSync(join(folder, 'pages'));
    for (const place of ['pages', 'no/report.html', 'job.json', './sosw.yaml']) {
      const refused = await simulate('job.json', '--html', place);
      expect({ place, code: refused.code }).toEqual({ place, code: 3 });
      expect(refused.stderr).toContain('refused (output.file)\n  --html: expected');
    }
    expect(JSON.parse(text('job.json'))).toEqual(JOB);
  });

  it('writes the command into the page as a shell takes it back', async () => {
    const { simulate, text } = simulated();
    await simulate('job.json', '--set', 'shout.cap=5', '--html', "a reader's.html");
    expect(text("a reader's.html")).toContain(
      '<code>sosw simulate job.json --set shout.cap=5 --html &#39;a reader&#39;\\&#39;&#39;s.html&#39; --days 0.1</code>',
    );
  });

  it('takes durations and failures from what was really done, and replays it', async () => {
    const { folder, simulate, text, write } = simulated({ job: jobOf('a', 'b', 'c', 'fail') });
    await sosw(['run', 'job.json'], { cwd: folder });

    const measured = await simulate('job.json', '--durations', 'recorded', '--json');
    expect(measured.stderr).toMatch(/shout: 3 runs recorded, .*; 25 % of the attempts fail, 0 % end without a word/);
    expect(measured.stderr).toContain('elsewhere: no task of it was done yet');
    expect(shout(measured.stdout)).toMatchObject({ created: 4 });

    const recorded = await simulate('--record', 'events.ndjson');
    expect({ code: recorded.code, stdout: recorded.stdout }).toEqual({
      code: 0,
      stdout: 'Wrote 4 tasks to events.ndjson\n',
    });
    const lines = text('events.ndjson').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line)).filter(({ failures }) => failures > 0)).toEqual([
      { at: expect.stringMatching(/Z$/), labourer_id: 'shout', failures: 1 },
    ]);
    write('events.ndjson', `\uFEFF${text('events.ndjson').replaceAll('\n', '\r\n')}`);
    const replayed = await simulate('--replay', 'events.ndjson', '--json');
    expect(shout(replayed.stdout)).toMatchObject({ created: 4, done: 3, dead: 1 });
  });

  it('ends cleanly when nobody wants to wait', async () => {
    const { folder, write } = simulated({
      config: 'schedules: {often: {cron: "* * * * *", job_file: job.json}}\n',
    });
    write('events.ndjson', '');
    /** A signal that comes before the program listens ends it at once: a busy machine starts it slowly. */
    const interruptedAfter = async (delay: number): Promise<Ended> => {
      const running = startSosw(['simulate', '--days', '3660', '--html', 'report.html'], { cwd: folder });
      setTimeout(() => running.kill('SIGINT'), delay);
      const ended = await running.ended;
      return ended.code === null && delay < 60_000 ? interruptedAfter(delay * 2) : ended;
    };
    expect(await interruptedAfter(2000)).toEqual({
      code: 130,
      stdout: '',
      stderr: 'Stopped; a simulation leaves nothing behind.\n',
    });
    expect(existsSync(join(folder, 'report.html'))).toBe(false);
  });
});

describe('sosw simulate refuses', () => {
  it.each([
    [['--days', '0'], 'Expected a number of days above 0'],
    [['--days', '3661'], 'Expected a number of days above 0, at most 3660'],
    [['--days', 'NaN'], 'Expected a number of days'],
    [['--days', ''], 'Expected a number of days'],
    [['--seed', '1.5'], 'Expected a whole number'],
    [['--from', 'tomorrow'], 'Expected an instant'],
    [['--set', 'shout'], 'Expected labourer.setting=value'],
    [['--set', 'shout.cap=[1'], 'is no YAML'],
    [['--sweep', 'shout.cap=1'], 'Expected 2 to 20 values'],
    [['--sweep', `shout.cap=${Array.from({ length: 21 }, (_, index) => index + 1)}`], 'Expected 2 to 20 values'],
    [['--sweep', 'shout.cap=&a [*a],2'], 'is no YAML'],
    [['job.json', '--html', 'one', '--save', './one'], '--html and --save write a file each'],
    [['--durations', 'guessed'], 'Allowed choices are recorded'],
    [['--last', '0'], 'Expected a whole number from 1'],
    [['--sweep', 'shout.cap=1,2', '--compare', 'sosw.yaml'], '--sweep and --compare do not go together'],
    [['--record', 'x.ndjson', 'job.json'], '--record only writes history'],
    [['--record', 'x.ndjson', '--html', 'x.html'], 'does not go together with --html'],
    [['--aws', 'job.json'], '--aws goes together with'],
    [['--region', 'us-west-2', 'job.json'], '--region goes together with --aws only'],
  ])('%j as a usage error', async (args, told) => {
    const { folder } = simulated();
    const { code, stdout, stderr } = await sosw(['simulate', ...args], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(told);
  });

  it.each([
    ['nothing to simulate', [], 'simulate.nothing', 'sosw.yaml: expected something to simulate: a job'],
    ['a job that is not there', ['no.json'], 'job.missing', 'no.json: expected a file'],
    ['a job of a labourer that there is not', ['nobody.json'], 'labourer.unknown', 'nobody.json:1'],
    ['a configuration that is not there', ['--config', 'no.yaml'], 'config.missing', 'no.yaml: expected a file'],
    ['one to compare that is not there', ['job.json', '--compare', 'no.yaml'], 'config.missing', 'no.yaml'],
    [
      'a scenario that is not there',
      ['job.json', '--health', 'no.yaml'],
      'scenario.missing',
      'no.yaml: expected a file that can be read (ENOENT)\n',
    ],
    ['a scenario that is no YAML', ['job.json', '--health', 'broken.yaml'], 'scenario.syntax', 'broken.yaml:2'],
    [
      'a slip in a scenario',
      ['job.json', '--health', 'slip.yaml'],
      'scenario.unknown_key',
      'slip.yaml:2: workers.shout.durations: expected no such key here. Is duration meant?',
    ],
    ['a labourer that there is not', ['job.json', '--set', 'shuot.cap=1'], 'simulate.setting', 'Is shout meant?'],
    [
      'a setting that there is not',
      ['job.json', '--set', 'shout.max_attemps=1'],
      'simulate.setting',
      'Is max_attempts meant?',
    ],
    [
      'a setting that is unlike any',
      ['job.json', '--set', 'shout.x=1'],
      'simulate.setting',
      'There are cap, arn, max_simultaneous_invocations',
    ],
    [
      'what the map of a labourer inherits',
      ['job.json', '--set', 'shout.__proto__.x=1'],
      'simulate.setting',
      'expected a setting',
    ],
    [
      'a value that the setting does not take',
      ['job.json', '--set', 'shout.cap=-1'],
      'config.value',
      '--set shout.cap=-1: expected a whole number, 0 or more',
    ],
    [
      'one that is no number',
      ['job.json', '--set', 'shout.cap=.nan'],
      'config.value',
      '--set shout.cap=.nan: expected',
    ],
    [
      'one wrong value of a sweep',
      ['job.json', '--sweep', 'shout.cap=1,2,many'],
      'config.value',
      '--sweep shout.cap=many: expected',
    ],
    ['history of nobody', ['job.json', '--durations', 'recorded'], 'data.missing', '--data: expected a folder'],
    ['events that are not there', ['--replay', 'no.ndjson'], 'replay.missing', 'no.ndjson: expected a file'],
    ['a line that is no JSON', ['--replay', 'broken.ndjson'], 'replay.syntax', 'broken.ndjson:2: '],
    ['no event at all', ['--replay', 'empty.ndjson'], 'replay.empty', 'empty.ndjson: expected one event at least'],
    [
      'a task of nobody',
      ['--replay', 'stranger.ndjson'],
      'labourer.unknown',
      'stranger.ndjson:1: labourer_id: expected',
    ],
    [
      'a job of nobody in what is replayed',
      ['--replay', 'job-of-nobody.ndjson'],
      'labourer.unknown',
      'job-of-nobody.ndjson:2: job.lambda_name: expected a registered labourer',
    ],
    [
      'an instant in milliseconds',
      ['--replay', 'milliseconds.ndjson'],
      'replay.value',
      'milliseconds.ndjson:1: at: expected an instant',
    ],
    [
      'a line with a wrong value',
      ['--replay', 'wrong.ndjson'],
      'replay.value',
      'wrong.ndjson:1: duration: expected seconds, 0 or more, found -1',
    ],
  ])('%s, with exit code 3', async (_, args, errorCode, told) => {
    const { folder, write, hasData } = simulated();
    write('nobody.json', '{"labourer_id": "nobody", "job": {}}');
    write('broken.yaml', 'workers: [\n');
    write('slip.yaml', 'workers:\n  shout: {durations: {fixed: 1}}\n');
    write('broken.ndjson', '{"at": 1767571200, "labourer_id": "shout"}\n{"at": \n');
    write('empty.ndjson', '\n');
    write('stranger.ndjson', '{"at": 1767571200, "labourer_id": "nobody"}');
    write('job-of-nobody.ndjson', '\n{"at": 1767571200, "job": {"labourer_id": "nobody"}}\n');
    write('milliseconds.ndjson', '{"at": 200000000000, "labourer_id": "shout"}\n');
    write('wrong.ndjson', '{"at": "2026-01-05T00:00:00Z", "labourer_id": "shout", "duration": -1}\n');
    const { code, stdout, stderr } = await sosw(['simulate', ...args, '--json'], { cwd: folder });
    expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 3, error: errorCode });
    expect(stderr).toContain(told);
    expect(hasData()).toBe(false);
  });
});
