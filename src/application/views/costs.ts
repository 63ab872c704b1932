/** What tasks have cost, or would have cost on AWS: by the changes that the store counted, or by what was published of their outcomes. */

import { costOf, unitsOfChanges, unitsOfOutcomes } from '../../domain/cost.js';
import type { Labourer } from '../../domain/labourer.js';
import type { EpochSeconds } from '../../domain/time.js';
import type { Sample } from '../ports/history.js';
import type { LabourerCounts, TaskCounts } from '../ports/task-counts.js';
import type { CostFacts } from './facts.js';
import type { ReadSide } from './read-side.js';

/** Orchestration alone: what workers cost themselves is known to nobody here. Units are of tasks below 1 KB. */
export async function costs(reads: ReadSide, now: EpochSeconds): Promise<CostFacts> {
  const { counts } = reads;
  return counts === undefined ? byOutcomes(reads, now) : byChanges(reads, counts);
}

type LabourerCost = CostFacts['labourers'][number];

async function byChanges({ labourers }: ReadSide, counts: TaskCounts): Promise<CostFacts> {
  const all = labourers.all();
  const counted = await counts.counts(all.map(({ id }) => id));
  const costs = counted.flatMap((one, index) => {
    const labourer = all[index];
    return labourer === undefined ? [] : [costOfChanges(labourer, one)];
  });
  return { currency: 'USD', source: 'counted', since: null, labourers: costs, cost: sumOf(costs) };
}

function costOfChanges({ id, archiveOnCompletion }: Labourer, { changes, stages }: LabourerCounts): LabourerCost {
  const tasks = changes.add ?? 0;
  const attempts = Math.max((changes.claim ?? 0) - (changes.release ?? 0), 0);
  const units = unitsOfChanges(changes, { stages, archivesOnCompletion: archiveOnCompletion });
  return labourerCost(id, tasks, attempts, units);
}

/** Over all that the history knows of. */
async function byOutcomes({ labourers, history }: ReadSide, now: EpochSeconds): Promise<CostFacts> {
  const span = await history.span();
  const all = labourers.all();
  const from = span?.from ?? now;
  const labourerIds = all.map(({ id }) => id);
  const samples = span === undefined ? undefined : await history.read({ labourerIds, from, to: now, points: 2 });
  const costs = all.map(({ id }) => costOfOutcomes(id, samples?.get(id)?.at(-1)));
  return { currency: 'USD', source: 'metrics', since: span?.from ?? null, labourers: costs, cost: sumOf(costs) };
}

function costOfOutcomes(id: string, sample: Sample | undefined): LabourerCost {
  const { created, done, dead, retried } = sample ?? { created: 0, done: 0, dead: 0, retried: 0 };
  return labourerCost(id, created, done + dead + retried, unitsOfOutcomes({ created, done, dead, retried }));
}

function labourerCost(id: string, tasks: number, attempts: number, writeUnits: number): LabourerCost {
  const work = { created: tasks, invocations: attempts, writeUnits, workedSeconds: 0, pricePerSecond: 0 };
  const cost = costOf(work).orchestration;
  return {
    labourer_id: id,
    tasks,
    attempts,
    write_units: writeUnits,
    cost,
    cost_per_million_tasks: tasks === 0 ? null : (cost / tasks) * 1_000_000,
  };
}

const sumOf = (costs: readonly LabourerCost[]): number => costs.reduce((sum, { cost }) => sum + cost, 0);
