/** Labourers to show, made by hand: the same at each call, with something of everything. */

import { BULK_STATES } from '../../../src/application/bulk-target.js';
import type {
  AxisFacts,
  EcologyFacts,
  ExplanationFacts,
  LabourerFacts,
  OverviewFacts,
  WorldFacts,
} from '../../../src/application/views/facts.js';

/** 28 May 2026, 20:26:40 UTC. */
export const NOW = 1_780_000_000;

/** Numbers that look like chance and are the same each time, from 0 to 1. */
export const noise = (seed: number): number => {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
};

export const aWorld = (over: Partial<WorldFacts> = {}): WorldFacts => ({
  kind: 'local',
  name: '/home/ada/nightly/.sosw',
  now: NOW,
  past: { from: NOW - 86_400, to: NOW },
  live: true,
  allows_actions: true,
  refresh: 1,
  version: '0.1.0',
  labourers: ['crawl-pages', 'geocode', 'mail-digest', 'resize-images', 'transcribe'],
  bulk_states: BULK_STATES,
  ...over,
});

export function aLabourer(over: Partial<LabourerFacts> = {}): LabourerFacts {
  return {
    labourer_id: 'crawl-pages',
    paused: false,
    cap: 20,
    configured_cap: 20,
    operator_cap: null,
    allowance: 15,
    running: 12,
    queued: { count: 1840, exact: true },
    oldest_wait: 412,
    expired: 0,
    retrying: 7,
    done: 48_211,
    dead: 0,
    cancelled: 3,
    done_per_minute: 96.4,
    failed_per_minute: 0.4,
    share_failed: 0.012,
    sparkline: Array.from({ length: 30 }, (_, index) => Math.round(150 + 60 * noise(index) + 3 * index)),
    status: 3,
    decision: {
      at: NOW - 40,
      text: 'Good: database CPU is 46, which is at most 60; 15 of 20 may run.',
    },
    ...over,
  };
}

export const anOverview = (over: Partial<OverviewFacts> = {}): OverviewFacts => ({
  at: NOW,
  read_units: null,
  labourers: [
    aLabourer(),
    aLabourer({
      labourer_id: 'geocode',
      allowance: 0,
      running: 2,
      cap: 8,
      configured_cap: 8,
      queued: { count: 312, exact: true },
      oldest_wait: 5400,
      expired: 1,
      done: 9120,
      done_per_minute: 0,
      failed_per_minute: 3.2,
      share_failed: 0.41,
      dead: 26,
      status: 0,
      sparkline: Array.from({ length: 30 }, (_, index) => (index < 18 ? Math.round(40 + 20 * noise(index + 40)) : 0)),
      decision: { at: NOW - 20, text: 'Bad: quota left is 0, which is below 1; nothing may run.' },
    }),
    aLabourer({
      labourer_id: 'mail-digest',
      paused: true,
      allowance: 0,
      running: 0,
      cap: 2,
      configured_cap: 5,
      operator_cap: 2,
      queued: { count: 48, exact: true },
      oldest_wait: 86_700,
      retrying: 0,
      done: 730,
      done_per_minute: 0,
      failed_per_minute: 0,
      share_failed: null,
      sparkline: [],
      status: 4,
      decision: { at: NOW - 3000, text: 'High: no metric is watched; 2 of 2 may run.' },
    }),
    aLabourer({
      labourer_id: 'resize-images',
      allowance: 50,
      running: 50,
      cap: 50,
      configured_cap: 50,
      queued: { count: 20_000, exact: false },
      oldest_wait: 61,
      retrying: 0,
      done: 1_203_551,
      done_per_minute: 1480,
      failed_per_minute: 0,
      share_failed: 0,
      status: 4,
      sparkline: Array.from({ length: 30 }, (_, index) => Math.round(2900 + 300 * noise(index + 80))),
      decision: { at: NOW - 15, text: 'High: memory free is 3.1 GB; 50 of 50 may run.' },
    }),
    aLabourer({
      labourer_id: 'transcribe',
      allowance: 0,
      running: 0,
      cap: 4,
      configured_cap: 4,
      queued: { count: 0, exact: true },
      oldest_wait: null,
      expired: null,
      retrying: null,
      done: null,
      dead: null,
      cancelled: null,
      done_per_minute: null,
      failed_per_minute: null,
      share_failed: null,
      sparkline: [],
      status: null,
      decision: null,
    }),
  ],
  ...over,
});

/** As many labourers as are wanted, each a little different. */
export const manyLabourers = (count: number): readonly LabourerFacts[] =>
  Array.from({ length: count }, (_, index) =>
    aLabourer({
      labourer_id: `labourer-${String(index).padStart(4, '0')}`,
      queued: { count: Math.round(5000 * noise(index)), exact: true },
      oldest_wait: Math.round(900 * noise(index + 7)),
      status: index % 5,
    }),
  );

export function anEcology(over: Partial<EcologyFacts> = {}): EcologyFacts {
  const points = 120;
  const at = Array.from({ length: points }, (_, index) => NOW - (points - 1 - index) * 30);
  const cpu = at.map((_, index) =>
    index > 60 && index < 66 ? null : 40 + 30 * Math.sin(index / 14) + 6 * noise(index),
  );
  const status = cpu.map((value) => (value === null ? 2 : value <= 40 ? 4 : value <= 60 ? 3 : value <= 75 ? 2 : 1));
  const coefficient = status.map((each) => [0, 0.25, 0.5, 0.75, 1][each] ?? 0);
  const allowance = coefficient.map((share) => Math.floor(20 * share));
  return {
    labourer_id: 'crawl-pages',
    at,
    running: allowance.map((allowed, index) => Math.max(0, allowed - Math.round(3 * noise(index + 3)))),
    allowance,
    cap: at.map(() => 20),
    queued: at.map((_, index) => Math.round(2600 - 6 * index + 80 * noise(index))),
    oldest_wait: at.map((_, index) => 400 + index),
    status,
    coefficient,
    done_per_minute: allowance.map((allowed, index) => allowed * 6 + 8 * noise(index)),
    failed_per_minute: at.map((_, index) => (index % 17 === 0 ? 2 : 0)),
    metrics: [
      {
        name: 'database CPU',
        values: cpu,
        operator: '<=',
        thresholds: [
          { status: 4, name: 'High', value: 40 },
          { status: 3, name: 'Good', value: 60 },
          { status: 2, name: 'Moderate', value: 75 },
          { status: 1, name: 'Poor', value: 90 },
        ],
        no_data_status: 2,
      },
    ],
    decisions: aDecisionList(),
    ...over,
  };
}

const aDecisionList = () => [
  { at: NOW - 40, text: 'Good: database CPU is 46, which is at most 60; 15 of 20 may run.' },
  { at: NOW - 1240, text: 'Moderate: database CPU is 68, which is at most 75; 10 of 20 may run.' },
];

export const anAxis = (over: Partial<AxisFacts> = {}): AxisFacts => ({
  labourer_id: 'crawl-pages',
  at: NOW,
  queued: {
    count: { count: 1840, exact: true },
    head: 1000,
    tail: 1_841_000,
    places: Array.from({ length: 160 }, (_, index) => 1000 * (index + 1)),
  },
  running: {
    count: { count: 12, exact: true },
    ages: Array.from({ length: 12 }, (_, index) => Math.round(280 * noise(index))),
  },
  expired: { count: { count: 2, exact: true }, ages: [402, 640] },
  completed: { count: { count: 5, exact: true } },
  duration: 300,
  cooldown: 60,
  links: { head: 'task-head' },
  ...over,
});

export const anExplanation = (over: Partial<ExplanationFacts> = {}): ExplanationFacts => ({
  labourer_id: 'crawl-pages',
  at: NOW,
  reasons: [
    {
      code: 'health',
      text: 'Health is Good: database CPU is 46 (at most 60), so 15 of 20 may run.',
      advice: 'It rises to 20 once database CPU is at most 40.',
    },
    { code: 'cap', text: 'The cap is 20.', advice: null },
  ],
  decisions: aDecisionList(),
  ...over,
});
