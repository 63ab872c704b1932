import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Json } from '../../src/domain/task.js';
import { readJobFile } from '../../src/entrypoints/cli/job-file.js';
import { runProgram } from '../../src/entrypoints/cli/program.js';
import { LABOURER } from '../support/a-task.js';
import { fuzz, fuzzTimeout, outcomeOf, tellFigures } from './support/campaign.js';
import { schedulerEvent } from './support/right-inputs.js';
import { nearlyRight, strangeText, withSlips } from './support/strange.js';

/** The documented exit codes. */
const EXIT_CODES = [0, 1, 2, 3, 130];
const before = process.cwd();
const outer = mkdtempSync(join(tmpdir(), 'sosw-'));
const folder = join(outer, 'project');

const CONFIG = `
task_config:
  labourers:
    ${LABOURER}:
job_schema:
  chunkable_attrs: [section, store]
`;

beforeAll(async () => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(folder);
  process.chdir(folder);
  writeFileSync('sosw.yaml', CONFIG);
  writeFileSync('job.json', JSON.stringify({ lambda_name: LABOURER, sections: ['a', 'b'], isolate_sections: true }));
});
afterAll(() => {
  process.chdir(before);
  rmSync(outer, { recursive: true, force: true });
});

/** Runs the program in this process; gives what it wrote. */
async function ran(args: readonly string[]) {
  let written = '';
  const write = (text: unknown): boolean => {
    written += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, 'write').mockImplementation(write));
  try {
    return { code: await runProgram(args), written: () => written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Nothing of it speaks to AWS, runs until it is stopped, or names a folder to write into: what is left may write into `.sosw` alone. */
const word = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'plan',
      'schedule',
      'status',
      'tasks',
      'list',
      'show',
      'retry',
      'cancel',
      'config',
      'validate',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '--json',
      '--limit',
      '--stage',
      '--labourer',
      '--now',
      '--yes',
      '--again',
      '--no-color',
      '-c',
      '--config',
      '--help',
      '--version',
      '--ndjson',
      '--',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'job.json',
      'sosw.yaml',
      'dead',
      '1',
      '0',
      '1e3',
      '2026-01-31',
      'nowhere.json',
      '.',
      'x'.repeat(300),
    ),
  },
  strangeText.filter((text) => text.length < 1000 && !text.startsWith('-')),
);

const noTrace = (text: string): void => {
  expect(text).not.toMatch(/\n {4}at /);
  expect(text).not.toContain('This was not expected');
};

tellFigures();

describe('the command line', () => {
  it(
    'ends any words with a documented code and no stack',
    async () => {
      const command = fc.constantFrom(
        ['plan', 'job.json'],
        ['schedule', 'job.json'],
        ['status'],
        ['tasks', 'list'],
        ['tasks', 'show'],
        [],
      );
      const words = fc.tuple(command, fc.array(word, { maxLength: 4 })).map(([head, tail]) => [...head, ...tail]);
      await fuzz('command lines', words, 120, async (args) => {
        const { code, written } = await ran(args);
        expect(EXIT_CODES).toContain(code);
        noTrace(written());
        expect(readdirSync(outer)).toEqual(['project']);
        return { kind: 'answered', value: code };
      });
    },
    fuzzTimeout,
  );

  it(
    'plans and schedules any job file, or refuses it, and writes nowhere but into its own folder',
    async () => {
      const input = fc.record({ job: nearlyRight(schedulerEvent), form: fc.constantFrom('json', 'yaml') });
      await fuzz('jobs by the command line', input, 60, async ({ job, form }) => {
        const file = `fuzzed.${form}`;
        writeFileSync(file, textOf(withSlips(job)));
        const { code, written } = await ran(['schedule', file]);
        expect([0, 3]).toContain(code);
        noTrace(written());
        expect(readdirSync(outer)).toEqual(['project']);
        const own = ['.sosw', 'fuzzed.json', 'fuzzed.yaml', 'job.json', 'sosw.yaml'];
        expect(readdirSync('.').filter((name) => !own.includes(name))).toEqual([]);
        return { kind: 'answered', value: code };
      });
    },
    fuzzTimeout,
  );

  it(
    'reads any text as a job, or refuses it',
    async () => {
      const text = fc.oneof(
        strangeText,
        schedulerEvent.map((job) => `${textOf(job)}}`),
        strangeText.map((inner) => `{"a": ${inner}}`),
      );
      const input = fc.record({ text, form: fc.constantFrom('json', 'yaml') });
      await fuzz('job files', input, 150, async ({ text: whole, form }) => {
        writeFileSync(`fuzzed.${form}`, whole);
        return outcomeOf(() => readJobFile(`fuzzed.${form}`), 170_000);
      });
    },
    fuzzTimeout,
  );
});

function textOf(value: Json): string {
  try {
    return JSON.stringify(value, undefined, 1);
  } catch {
    return '['.repeat(20_000);
  }
}
