import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { labourerId } from '../../../src/domain/ids.js';
import type { Config } from '../../../src/entrypoints/config/config.js';
import { DocumentError } from '../../../src/entrypoints/config/document-error.js';
import { loadConfig } from '../../../src/entrypoints/config/load-config.js';
import { folderWith } from './config-files.js';

const LEAST = 'task_config:\n  labourers:\n    some_function:\n';

const load = (text: string, name = 'sosw.yaml', others: Record<string, string> = {}): Config =>
  loadConfig(join(folderWith({ [name]: text, ...others }), name));

function problemsOf(text: string, name = 'sosw.yaml') {
  try {
    load(text, name);
  } catch (error) {
    if (error instanceof DocumentError) return error.problems.map(({ code, line, path }) => ({ code, line, path }));
    throw error;
  }
  return [];
}

describe('a configuration', () => {
  it('fills in the documented defaults', () => {
    const config = load(LEAST);
    const [labourer] = config.labourers.all();
    expect(labourer).toMatchObject({
      id: 'some_function',
      arn: 'some_function',
      duration: 900,
      cooldown: 300,
      cap: 1,
      maxAttempts: 3,
      retry: { kind: 'linear', jitter: 0, maxDelay: 21_600 },
      archiveOnCompletion: true,
    });
    expect(config.taskSettings).toEqual({
      invocationDelta: 31_557_600,
      taskStep: 1000,
      retryTasksLimit: 20,
      closedToAnalyse: 10,
      payloadLimit: 1_048_576,
    });
    expect(config.schedulerSettings).toMatchObject({
      maxTasksPerJob: 1_000_000,
      queueFile: { stem: 'tasks_queue', ext: 'txt' },
    });
    expect(config.queueFileSettings.recordDays).toBe(30);
    expect(config.coefficients).toEqual({ 0: 0, 1: 0, 2: 0.5, 3: 0.75, 4: 1 });
    expect(config.warnings).toEqual([]);
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('gives labourers what holds for all of them, and their own over it', () => {
    const config = load(`
task_config:
  max_simultaneous_invocations: 5
  max_attempts: 4
  max_attempts_b: 6
  duration: 60
  labourers:
    a: {max_simultaneous_invocations: 2}
    b: {duration: 30}
`);
    const facts = config.labourers
      .all()
      .map(({ id, cap, maxAttempts, duration }) => ({ id, cap, maxAttempts, duration }));
    expect(facts).toEqual([
      { id: 'a', cap: 2, maxAttempts: 4, duration: 60 },
      { id: 'b', cap: 5, maxAttempts: 6, duration: 30 },
    ]);
    expect(config.labourers.of(labourerId('removed'))).toMatchObject({ cap: 5, duration: 60 });
    expect(config.labourers.find('removed')).toBeUndefined();
  });

  it('knows how workers run on this machine, with paths relative to the file', () => {
    const text = `
task_config:
  labourers:
    a: {timeout: 5, local: {module: ./worker.mjs, handler: work}}
    b: {duration: 60, local: {command: [python3, worker.py]}}
    c: {arn: 'arn:aws:lambda:us-west-2:0000000000:function:c'}
`;
    const config = load(text, 'sosw.yaml', { 'worker.mjs': '' });
    const folder = join(config.file, '..');
    expect(Object.fromEntries(config.workers)).toEqual({
      a: { module: join(folder, 'worker.mjs'), handler: 'work', timeout: 5 },
      b: { command: ['python3', 'worker.py'], cwd: folder, timeout: 60 },
    });
  });

  it('loads the documents of the old system, unknown keys and all', () => {
    const config = load(OLD_DOCUMENT, 'sosw.json');
    expect(config.warnings.filter(({ code }) => code === 'config.unknown_key')).toEqual([]);
    expect(config.labourers.all()).toMatchObject([
      {
        id: 'some_function',
        cap: 10,
        arn: 'arn:aws:lambda:us-west-2:737060422660:function:some_function',
        report: { recipient: 'arn:aws:sns:us-west-2:737060422660:topic', subject: 'dead' },
        healthMetrics: [{ name: 'SomeDBCPU' }],
      },
    ]);
    expect(config.labourers.all()[0]?.settings.own_setting).toEqual({ of: 'the user' });
    expect(config.storeNames).toMatchObject({ tasks: 'my_tasks', closed: 'my_closed', columns: { task_id: 'id' } });
  });

  it('reads JSON that is indented with tabs', () => {
    const config = load('{\n\t"task_config": {\n\t\t"labourers": {"a": {}}\n\t}\n}\n', 'sosw.json');
    expect(config.labourers.find('a')).toBeDefined();
  });

  it('changes its hash with its text', () => {
    expect(load(LEAST).hash).toBe(load(LEAST).hash);
    expect(load(`${LEAST}# a comment\n`).hash).not.toBe(load(LEAST).hash);
  });
});

describe('a warning', () => {
  it('names the key that was probably meant, and keeps the one that is there', () => {
    const config = load(`${LEAST}      max_atempts: 5\n      durration: 3\njob_shema: {}\n`);
    expect(config.warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '4 task_config.labourers.some_function.max_atempts is not a key here. Is max_attempts meant?',
      '5 task_config.labourers.some_function.durration is not a key here. Is duration meant?',
      '6 job_shema is not a key here. Is job_schema meant?',
    ]);
    expect(config.labourers.all()[0]?.settings.durration).toBe(3);
  });

  it('tells of a cap that a health status floors to nothing', () => {
    const metric = 'health_metrics: {load: {details: {source: machine, MetricName: LoadPerCpu}, feelings: {4: 1}}}';
    const config = load(
      `${LEAST}      max_simultaneous_invocations: 1\n      ${metric}\n`.replace(
        'feelings',
        'feeling_comparison_operator: lt, feelings',
      ),
    );
    expect(config.warnings).toEqual([
      {
        code: 'config.floored_cap',
        path: 'task_config.labourers.some_function.max_simultaneous_invocations',
        line: 4,
        message: 'some_function: a cap of 1 leaves no attempt at all at health Moderate and Good',
      },
    ]);
  });
});

describe('a refusal', () => {
  const some = 'task_config.labourers.some_function';

  it.each([
    ['duration: x', 'duration'],
    ['duration: 0', 'duration'],
    ['cooldown: -1', 'cooldown'],
    ['max_simultaneous_invocations: 1.5', 'max_simultaneous_invocations'],
    ['max_simultaneous_invocations: -1', 'max_simultaneous_invocations'],
    ['max_attempts: 0', 'max_attempts'],
    ['retry_policy: constant', 'retry_policy'],
    ['retry_jitter: 2', 'retry_jitter'],
    ['retry_max_delay: 0', 'retry_max_delay'],
    ['archive_on_completion: "yes"', 'archive_on_completion'],
    ['arn: 5', 'arn'],
    ['sns_config: x', 'sns_config'],
    ['timeout: 901', 'timeout'],
    ['local: {}', 'local'],
    ['local: {module: a.mjs, command: [b]}', 'local'],
    ['local: {module: nowhere.mjs}', 'local.module'],
    ['local: {command: []}', 'local.command'],
  ])('of a labourer with %s names the line and the key', (setting, key) => {
    expect(problemsOf(`# first line\n${LEAST}      ${setting}\n`)).toEqual([
      { code: 'config.value', line: 5, path: `${some}.${key}` },
    ]);
  });

  it.each([
    ['feelings: {9: 1}', 'ecology.status', 'feelings'],
    ['feelings: {3: 1, 4: 2}', 'ecology.order', 'feelings.4'],
    ['feelings: {}, details: 5', 'config.value', 'details'],
    ['feelings: {}, feeling_comparison_operator: about', 'ecology.operator', 'feeling_comparison_operator'],
  ])('of a metric with %s has the code of the ecology', (setting, code, key) => {
    const details = setting.includes('details') ? '' : 'details: {source: machine, MetricName: LoadPerCpu}, ';
    const operator = setting.includes('operator') ? '' : ', feeling_comparison_operator: "<="';
    const text = `${LEAST}      health_metrics:\n        load: {${details}${setting}${operator}}\n`;
    expect(problemsOf(text)).toEqual([{ code, line: 5, path: `${some}.health_metrics.load.${key}` }]);
  });

  it.each([
    ['job_schema: {chunkable_attrs: [topics]}', 'schema.singular', 'job_schema.chunkable_attrs.0'],
    ['job_schema: {chunkable_attrs: topic}', 'config.value', 'job_schema.chunkable_attrs'],
    [
      'job_schema_variants: {x: {chunkable_attrs: [[a, {}], 5]}}',
      'schema.kind',
      'job_schema_variants.x.chunkable_attrs.1',
    ],
    ['time_zone: Europe/Nowhere', 'job.time_zone', 'time_zone'],
    ['queue_file: ../queue.txt', 'config.value', 'queue_file'],
    ['max_tasks_per_job: 0', 'config.value', 'max_tasks_per_job'],
    ['rows_to_process: many', 'config.value', 'rows_to_process'],
    ['job_record_days: 0', 'config.value', 'job_record_days'],
    ['invocation_payload_limit: 10', 'config.value', 'invocation_payload_limit'],
    ['invocation_number_coefficient: {3: 2}', 'ecology.coefficient', 'invocation_number_coefficient.3'],
    ['task_events: 1', 'config.value', 'task_events'],
    ['custom_period_patterns: {x: {from: a}}', 'config.value', 'custom_period_patterns.x'],
    ['custom_period_patterns: {"(": {month: 1}}', 'config.value', 'custom_period_patterns.('],
    ['custom_period_patterns: {x: last_0_days}', 'job.period', 'custom_period_patterns.x'],
    ['schedules: {n: {cron: "99 * * * *", job: {}}}', 'config.value', 'schedules.n.cron'],
    ['schedules: {n: {cron: "* * * * *"}}', 'config.value', 'schedules.n'],
    ['schedules: {n: {job: {}}}', 'config.missing', 'schedules.n.cron'],
    ['schedules: {n: {cron: "* * * * *", time_zone: Nowhere, job: {}}}', 'job.time_zone', 'schedules.n.time_zone'],
    ['schedules: {n: {cron: "* * * * *", job: {lambda_name: x}}}', 'labourer.unknown', 'schedules.n.job'],
    [
      'schedules: {n: {cron: "* * * * *", job: {lambda_name: some_function, job_id: j}}}',
      'job.job_id',
      'schedules.n.job',
    ],
  ])('of %s names the line and the key', (setting, code, path) => {
    expect(problemsOf(`${LEAST}${setting}\n`)).toEqual([{ code, line: 4, path }]);
  });

  it('of two tables of one name points at the key that named one of them', () => {
    const text = 'task_config:\n  labourers: {}\n  sosw_closed_tasks_table: sosw_tasks\n';
    expect(problemsOf(text)).toEqual([{ code: 'names.invalid', line: 3, path: 'task_config.sosw_closed_tasks_table' }]);
  });

  it('tells everything that is wrong at once, from the top down', () => {
    const problems = problemsOf(
      `${LEAST}      local: {}\njob_schema: {chunkable_attrs: [topics]}\ntime_zone: Nowhere\n`,
    );
    expect(problems.map(({ line }) => line)).toEqual([4, 5, 6]);
  });

  it.each([
    ['', 'config.value', 1],
    ['- a\n', 'config.value', 1],
    ['labourers: {}\n', 'config.missing', 1],
    ['task_config:\n  duration: 5\n', 'config.missing', 1],
    ['task_config:\n  a: [1\n', 'config.syntax', 3],
    ['task_config:\n  a: 1\n  a: 2\n', 'config.syntax', 3],
  ])('of the file %j tells why', (text, code, line) => {
    expect(problemsOf(text)).toMatchObject([{ code, line }]);
  });

  it('of a file that is not there names the file', () => {
    expect(() => loadConfig('/nowhere/sosw.yaml')).toThrow(
      '/nowhere/sosw.yaml: expected a file that can be read (ENOENT)',
    );
  });

  it('reads as file:line, the key, what was expected and what was found', () => {
    const file = join(folderWith({ 'sosw.yaml': `${LEAST}      duration: soon\n` }), 'sosw.yaml');
    expect(() => loadConfig(file)).toThrow(
      `${file}:4: ${some}.duration: expected a number of seconds above 0, found "soon"`,
    );
  });
});

describe('schedules', () => {
  it('take their job from a file beside the configuration', () => {
    const text = `${LEAST}time_zone: Europe/Berlin\nschedules: {nightly: {cron: "0 2 * * *", job_file: job.json}}\n`;
    const { schedules } = load(text, 'sosw.yaml', { 'job.json': '{"lambda_name": "some_function", "a": 1}' });
    const job = { lambda_name: 'some_function', a: 1 };
    expect(schedules).toEqual([{ name: 'nightly', cron: '0 2 * * *', timeZone: 'Europe/Berlin', job }]);
  });

  it('with a job file that is damaged are refused with its line', () => {
    const text = `${LEAST}schedules: {nightly: {cron: "0 2 * * *", job_file: job.json}}\n`;
    expect(() => load(text, 'sosw.yaml', { 'job.json': '{\n"a": 1,,\n}' })).toThrow(/job\.json:2: /);
  });
});

const OLD_DOCUMENT = JSON.stringify({
  queue_bucket: 'some-bucket',
  default_simultaneous_invocations: 5,
  sns_config: { recipient: 'arn:aws:sns:us-west-2:737060422660:topic', subject: 'dead' },
  task_config: {
    dynamo_db_config: {
      row_mapper: { task_id: 'S', labourer_id: 'S', greenfield: 'N', attempts: 'N', payload: 'S' },
      required_fields: ['task_id', 'labourer_id', 'created_at', 'greenfield'],
      table_name: 'my_tasks',
      index_greenfield: 'sosw_tasks_greenfield',
      field_names: { task_id: 'id', labourer_id: 'labourer_id', greenfield: 'greenfield' },
    },
    sosw_closed_tasks_table: 'my_closed',
    sosw_retry_tasks_table: 'sosw_retry_tasks',
    sosw_retry_tasks_greenfield_index: 'labourer_id_greenfield',
    ecology_config: {},
    labourers: {
      some_function: {
        arn: 'arn:aws:lambda:us-west-2:737060422660:function:some_function',
        max_simultaneous_invocations: 10,
        own_setting: { of: 'the user' },
        health_metrics: {
          SomeDBCPU: {
            details: {
              Name: 'CPUUtilization',
              Namespace: 'AWS/RDS',
              Period: 60,
              Statistics: ['Average'],
              Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'YOUR-DB' }],
            },
            feelings: { 3: 50, 4: 25 },
            feeling_comparison_operator: '<=',
          },
        },
      },
    },
  },
  job_schema: { chunkable_attrs: [] },
});
