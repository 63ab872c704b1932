/** A simulation as `--json` gives it: the whole result, its keys as in every other output, instants in ISO 8601. */

import { ECO_STATUSES, ecoStatusName } from '../../../domain/ecology/eco-status.js';
import type { EpochSeconds } from '../../../domain/time.js';
import type { LabourerResult, SimulationResult, Timeline } from '../result.js';

/** `timelines` false leaves the curves out, which are most of it. */
export const resultFacts = (result: SimulationResult, { timelines = true } = {}) => ({
  seed: result.seed,
  from: iso(result.from),
  to: iso(result.to),
  wall_seconds: result.wallMs / 1000,
  warnings: result.warnings,
  labourers: result.labourers.map((labourer) => ({
    ...labourerFacts(labourer),
    ...(timelines ? { timeline: timelineFacts(labourer.timeline) } : {}),
  })),
});

const labourerFacts = (labourer: LabourerResult) => ({
  labourer_id: labourer.labourerId,
  cap: labourer.cap,
  created: labourer.created,
  done: labourer.done,
  dead: labourer.dead,
  open: labourer.open,
  retries: labourer.retries,
  invocations: labourer.invocations,
  makespan: labourer.makespan ?? null,
  longest_wait: labourer.longestWait,
  slot_use: labourer.slotUse ?? null,
  time_in: Object.fromEntries(
    ECO_STATUSES.map((status) => [ecoStatusName(status).toLowerCase(), labourer.timeIn[status]]),
  ),
  time_over_limit: labourer.timeOverLimit ?? null,
  worked_seconds: labourer.workedSeconds,
  cost: { orchestration: labourer.cost.orchestration, workers: labourer.cost.workers },
});

const timelineFacts = (timeline: Timeline) => ({
  at: timeline.at,
  queued: timeline.queued,
  running: timeline.running,
  allowance: timeline.allowance,
  status: timeline.status,
  oldest_age: timeline.oldestAge,
  retries: timeline.retries,
  dead: timeline.dead,
  done: timeline.done,
  metrics: timeline.metrics,
});

const iso = (instant: EpochSeconds): string => new Date(instant * 1000).toISOString();
