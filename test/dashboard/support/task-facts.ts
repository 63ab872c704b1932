/** Jobs, tasks and what is done to them, made by hand: the same at each call, with something of everything. */

import type {
  CostFacts,
  DeadFacts,
  GridFacts,
  JobFacts,
  OperationFacts,
  PreviewFacts,
  SearchCostFacts,
  TaskFacts,
  TaskLifeFacts,
} from '../../../src/application/views/facts.js';
import { UNHEARD } from '../../../src/domain/error-group.js';
import { NOW, noise } from './facts.js';

export const aJob = (over: Partial<JobFacts> = {}): JobFacts => ({
  job_id: 'crawl-2026-05',
  labourer_id: 'crawl-pages',
  created_at: NOW - 9000,
  tasks: 620,
  open: 240,
  retrying: 7,
  done: 360,
  dead: 11,
  cancelled: 2,
  retries: 31,
  counted_at: null,
  ...over,
});

export const jobs = (): readonly JobFacts[] => [
  aJob(),
  aJob({
    job_id: 'resize-all',
    labourer_id: 'resize-images',
    created_at: NOW - 40_000,
    tasks: 1_223_551,
    open: 20_000,
    done: 1_203_551,
    retrying: 0,
    dead: 0,
    cancelled: 0,
    retries: 12,
    counted_at: NOW - 120,
  }),
  aJob({
    job_id: 'digest-week-21',
    labourer_id: 'mail-digest',
    created_at: NOW - 200_000,
    tasks: null,
    open: 0,
    done: 730,
    retrying: 0,
    dead: 0,
    cancelled: 0,
    retries: 0,
  }),
];

const GRID_STATES = ['done', 'done', 'done', 'invoked', 'queued', 'retrying', 'dead', 'expired', 'cancelled'];

export function aGrid(over: Partial<GridFacts> = {}): GridFacts {
  const rows = Array.from({ length: 20 }, (_, index) => `2026-05-${String(28 - index).padStart(2, '0')}`);
  const columns = ['de', 'en', 'es', 'fr', 'it', 'ja', 'pt', 'uk'];
  const stateOf = (row: number, column: number): string =>
    row > 9 ? 'done' : (GRID_STATES[Math.floor(noise(row * 31 + column) * GRID_STATES.length)] ?? 'done');
  return {
    job_id: 'crawl-2026-05',
    at: NOW,
    row_name: 'date',
    column_name: 'language',
    dimensions: ['date', 'language', 'section'],
    rows,
    columns,
    cells: rows.map((_, row) =>
      columns.map((__, column) => {
        if (row === 3 && column > 5) return null;
        const states = column === 1 ? { [stateOf(row, column)]: 2, done: 3 } : { [stateOf(row, column)]: 1 };
        return { states, task_id: `task-${row}-${column}` };
      }),
    ),
    tasks: 620,
    left_out: 0,
    source: 'rows',
    ...over,
  };
}

export const aTask = (over: Partial<TaskFacts> = {}): TaskFacts => ({
  task_id: '0198f2c1-7a52-7c31-9a3f-2b6f0e1d4c55',
  labourer_id: 'crawl-pages',
  state: 'dead',
  job_id: 'crawl-2026-05',
  created_at: NOW - 9000,
  greenfield: 1000,
  attempts: 4,
  failed_attempts: 4,
  redrives: 0,
  completed_at: null,
  closed_at: NOW - 2000,
  desired_launch_time: null,
  last_error: { name: 'TimeoutError', message: 'https://example.com/news did not answer within 30 s' },
  payload: { date: '2026-05-28', language: 'en', section: ['news', 'sport'] },
  ...over,
});

export const tasks = (count = 60): readonly TaskFacts[] =>
  Array.from({ length: count }, (_, index) => {
    const state = ['dead', 'queued', 'invoked', 'done', 'retrying'][index % 5] ?? 'queued';
    const isFailed = state === 'dead' || state === 'retrying';
    return aTask({
      task_id: `task-${String(index).padStart(3, '0')}`,
      state,
      attempts: index % 4,
      created_at: NOW - 9000 - index,
      last_error: isFailed ? aTask().last_error : null,
    });
  });

export const aTaskLife = (over: Partial<TaskLifeFacts> = {}): TaskLifeFacts => ({
  task: aTask({ stat_duration: 30.2, result_pages: null, tenant: 'north' }),
  events: [
    { at: NOW - 9000, event: 'created', author: 'scheduler', details: null, log_url: null },
    {
      at: NOW - 8800,
      event: 'invoked',
      author: 'orchestrator',
      details: { attempt: 1 },
      log_url: 'https://console.aws.amazon.com/cloudwatch/home#logs',
    },
    { at: NOW - 8770, event: 'failed', author: 'worker', details: { error: 'TimeoutError' }, log_url: null },
    { at: NOW - 2000, event: 'dead', author: 'scavenger', details: null, log_url: null },
  ],
  source: 'events',
  explanation: [
    {
      code: 'dead',
      text: 'It is dead: four attempts failed, the last with TimeoutError.',
      advice: 'Mend what it died of, then redrive it.',
    },
  ],
  ...over,
});

export const theDead = (over: Partial<DeadFacts> = {}): DeadFacts => ({
  groups: [
    {
      labourer_id: 'geocode',
      error: 'QuotaExceeded: the quota of … requests is used up',
      count: 26,
      newest_closed_at: NOW - 300,
      sample_task_id: 'task-quota',
    },
    {
      labourer_id: 'crawl-pages',
      error: 'TimeoutError: https://example.com/news did not answer within … s',
      count: 11,
      newest_closed_at: NOW - 2000,
      sample_task_id: 'task-000',
    },
    {
      labourer_id: 'crawl-pages',
      error: UNHEARD,
      count: 1,
      newest_closed_at: NOW - 7000,
      sample_task_id: 'task-005',
    },
  ],
  examined: 38,
  more: false,
  ...over,
});

export const costs = (over: Partial<CostFacts> = {}): CostFacts => ({
  currency: 'USD',
  source: 'counted',
  since: NOW - 86_400 * 7,
  labourers: [
    {
      labourer_id: 'resize-images',
      tasks: 1_203_551,
      attempts: 1_203_563,
      write_units: 7_221_378,
      cost: 9.03,
      cost_per_million_tasks: 7.5,
    },
    {
      labourer_id: 'crawl-pages',
      tasks: 48_211,
      attempts: 51_040,
      write_units: 291_034,
      cost: 0.3638,
      cost_per_million_tasks: 7.55,
    },
    {
      labourer_id: 'transcribe',
      tasks: 0,
      attempts: 0,
      write_units: 0,
      cost: 0,
      cost_per_million_tasks: null,
    },
  ],
  cost: 9.3938,
  ...over,
});

export const anOperation = (over: Partial<OperationFacts> = {}): OperationFacts => ({
  operation_id: 'op-1',
  at: NOW - 100,
  by: 'ada (dashboard)',
  action: 'redrive',
  state: 'done',
  target: { filter: { labourer: ['geocode'], state: ['dead'] } },
  changed: 24,
  skipped: 2,
  matched: 26,
  error: null,
  ...over,
});

export const operations = (): readonly OperationFacts[] => [
  anOperation(),
  anOperation({
    operation_id: 'op-2',
    at: NOW - 3000,
    by: 'ada (cli)',
    action: 'pause',
    target: { labourer_id: 'mail-digest' },
    changed: null,
    skipped: null,
    matched: null,
  }),
  anOperation({
    operation_id: 'op-3',
    at: NOW - 9000,
    action: 'cancel',
    state: 'failed',
    target: { task_ids: ['task-001', 'task-002'] },
    changed: 1,
    skipped: 0,
    matched: 2,
    error: 'the store does not answer',
  }),
];

export const aPreview = (over: Partial<PreviewFacts> = {}): PreviewFacts => ({
  action: 'redrive',
  filter: { state: ['dead'] },
  matched: 37,
  exact: true,
  sample: tasks(3).map((task) => ({ ...task, state: 'dead' })),
  ...over,
});

/** A search that costs nothing. */
export const freeSearch = (over: Partial<SearchCostFacts> = {}): SearchCostFacts => ({
  rows: 1000,
  exact: true,
  read_units: null,
  orders: ['newest', 'oldest', 'attempts'],
  ...over,
});
