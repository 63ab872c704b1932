/** What a seed's world is before anything happens in it: its labourers, its jobs, when they come, and what its workers are like. */

import type { Labourer } from '../../../src/domain/labourer.js';
import type { JsonObject } from '../../../src/domain/task.js';
import { aLabourer } from '../../support/world/world.js';
import { Dice } from './dice.js';

export const HOUR = 3600;

/** A labourer of the world, and what is true of its function whatever the configuration says. */
export interface PlannedLabourer {
  readonly labourer: Labourer;
  /** Workers of the older system: they send no attempt's number and know nothing of deadlines. */
  readonly isOld: boolean;
}

export interface PlannedJob {
  readonly id: string;
  readonly labourer: string;
  readonly event: JsonObject;
  /** Seconds after the world's beginning. */
  readonly at: number;
  /** Sent again so many seconds later, under the same identity. */
  readonly again: number | undefined;
}

export interface WorldPlan {
  /** What the store is made of: the memory's, or the real adapter over a simulated DynamoDB. */
  readonly store: 'memory' | 'dynamodb';
  /** Epoch seconds: hours before a change of the calendar. */
  readonly begins: number;
  readonly zone: string;
  /** Seconds between two ticks of an essential. */
  readonly tick: number;
  /** The longest that an index lags, in seconds. */
  readonly lag: number;
  readonly labourers: readonly PlannedLabourer[];
  readonly jobs: readonly PlannedJob[];
  /** While it lasts every attempt of letters fails at once: a wave of failures. In one seed of five. */
  readonly outage: { readonly from: number; readonly lasts: number } | undefined;
}

/** Beginnings whose next six hours hold something that calendars trip over, each with the zone that trips. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['2024-03-30T21:30:00Z', 'Europe/Berlin'],
  ['2024-10-26T21:30:00Z', 'Europe/Berlin'],
  ['2024-02-28T20:00:00Z', 'UTC'],
  ['2024-02-29T20:30:00Z', 'America/Sao_Paulo'],
  ['2023-12-31T20:00:00Z', 'Pacific/Auckland'],
  ['2024-11-03T02:00:00Z', 'America/New_York'],
  ['2024-09-28T12:00:00Z', 'Pacific/Auckland'],
  ['2025-02-28T21:00:00Z', 'Asia/Kolkata'],
];

/** A metric that is felt as these shares of a load of 100. */
const health = (name: string): JsonObject => ({
  [name]: {
    details: { Name: name, Namespace: 'AWS/RDS' },
    feelings: { 4: 50, 3: 65, 2: 80 },
    feeling_comparison_operator: '<=',
  },
});

/** One seed in so many plays on the simulated DynamoDB, which takes several times as long. */
const DYNAMODB_EVERY = 20;

export function worldPlan(seed: number): WorldPlan {
  const dice = new Dice(seed, 'plan');
  const [begins, zone] = dice.pick(BEGINNINGS);
  const labourers = labourersOf(dice);
  const outage = dice.meets(0.2) ? { from: dice.between(200, 400), lasts: dice.between(60, 120) } : undefined;
  return {
    store: seed % DYNAMODB_EVERY === 0 ? 'dynamodb' : 'memory',
    begins: Date.parse(begins) / 1000,
    zone,
    tick: dice.pick([60, 120, 300, 300]),
    lag: dice.pick([0, 2, 15, 60]),
    labourers,
    jobs: jobsOf(dice, zone, outage === undefined ? 0 : 60),
    outage,
  };
}

function labourersOf(dice: Dice): readonly PlannedLabourer[] {
  const letters = aLabourer('letters', {
    max_simultaneous_invocations: dice.between(4, 8),
    duration: dice.between(20, 60),
    cooldown: dice.between(90, 120),
    retry_policy: 'exponential',
    retry_jitter: 0.5,
    max_attempts: dice.between(3, 4),
    health_metrics: health('DatabaseLoad'),
  });
  const images = aLabourer('images', {
    max_simultaneous_invocations: dice.between(2, 5),
    duration: dice.between(60, 180),
    cooldown: dice.between(90, 150),
    max_attempts: 3,
    health_metrics: { ...health('PartnerLatency'), ...health('PartnerErrors') },
  });
  const reports = aLabourer('reports', {
    max_simultaneous_invocations: dice.between(1, 3),
    duration: dice.between(60, 200),
    cooldown: dice.between(170, 240),
    // Not below the default, which holds while a labourer is out of the configuration.
    max_attempts: 3,
    archive_on_completion: false,
  });
  const mails = aLabourer('mails', {
    max_simultaneous_invocations: dice.between(3, 6),
    duration: dice.between(30, 90),
    cooldown: dice.between(90, 120),
    retry_jitter: 1,
    max_attempts: 3,
    archive_on_completion: dice.meets(0.5),
    health_metrics: health('DatabaseLoad'),
  });
  return [
    { labourer: letters, isOld: false },
    { labourer: images, isOld: false },
    { labourer: reports, isOld: true },
    { labourer: mails, isOld: false },
  ];
}

function jobsOf(dice: Dice, zone: string, more: number): readonly PlannedJob[] {
  const again = () => (dice.meets(0.5) ? dice.between(20, 2 * HOUR) : undefined);
  const job = (id: string, labourer: string, at: number, fields: JsonObject): PlannedJob => ({
    id,
    labourer,
    at,
    again: again(),
    event: { lambda_name: labourer, ...fields },
  });
  const items = (count: number): JsonObject => ({
    isolate_items: true,
    items: Array.from({ length: count }, (_, index) => `item ${index}`),
  });
  const days = (count: number): JsonObject => ({
    period: `last_${count}_days`,
    isolate_days: true,
    time_zone: zone,
  });
  return [
    job('letters-1', 'letters', dice.between(5, 300), items(more + dice.between(35, 50))),
    // Often while the rows of the one before it are on their way.
    job('letters-3', 'letters', dice.between(5, 300), items(dice.between(20, 25))),
    job('letters-2', 'letters', dice.between(600, 3 * HOUR), { ...items(dice.between(8, 14)), ...days(3) }),
    job('images-1', 'images', dice.between(5, 900), items(dice.between(30, 45))),
    job('images-2', 'images', dice.between(1200, 3.5 * HOUR), { ...items(dice.between(5, 8)), ...days(2) }),
    job('reports-1', 'reports', dice.between(5, HOUR), items(dice.between(8, 14))),
    job('mails-1', 'mails', dice.between(5, 900), items(dice.between(55, 70))),
    // No attribute of it is one that the schema chunks by: one task.
    job('mails-2', 'mails', dice.between(900, 3 * HOUR), { text: 'a greeting' }),
  ];
}
