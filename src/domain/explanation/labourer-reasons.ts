/** "Why not more now?": what keeps a labourer from starting more tasks, the most important reason first. */

import type { Coefficients } from '../ecology/allowance.js';
import type { Labourer } from '../labourer.js';
import type { EpochSeconds, Seconds } from '../time.js';
import { healthReasons } from './health-reasons.js';
import { type DecisionInWords, type NotedHealth, notedHealth } from './noted-health.js';
import {
  addToConfiguration,
  counted,
  duration,
  inNumbers,
  instant,
  type Reason,
  reason,
  START_TICKS,
  TICKS_MISSED,
} from './reason.js';

/** What is known of a labourer at an instant. Undefined is what is not known. */
export interface LabourerSituation {
  readonly labourer: Labourer;
  readonly isConfigured: boolean;
  readonly now: EpochSeconds;
  readonly coefficients: Coefficients;
  readonly isPaused: boolean;
  /** In force: an operator's, or else the configured one. */
  readonly cap: number;
  readonly operatorCap?: number | undefined;
  readonly allowance: number;
  /** Slots in use. */
  readonly running: number;
  /** 0 that is not exact: nobody knows. */
  readonly queued: { readonly count: number; readonly isExact: boolean };
  /** Since when the head of the queue waits; of a task that came back to the queue nobody knows. */
  readonly headWaitsSince?: EpochSeconds | undefined;
  /** When the next task that waits for its retry may go on. */
  readonly nextRetryAt?: EpochSeconds | undefined;
  /** Tasks that hold a slot. */
  readonly attempts?: number | undefined;
  /** When the first slots come back that nobody gives back. */
  readonly slotsExpireAt?: EpochSeconds | undefined;
  /** The last sign that the Orchestrator works: a decision, a reservation, a sample. */
  readonly lastSignAt?: EpochSeconds | undefined;
  /** As it was sampled last. */
  readonly health?: NotedHealth | undefined;
  readonly decision?: DecisionInWords | undefined;
  /** Of its tasks that were closed last. */
  readonly meanDuration?: Seconds | undefined;
}

/** Never empty: where nothing holds it back the next pass starts tasks. */
export function labourerReasons(situation: LabourerSituation): readonly Reason[] {
  const reasons = [
    ...unconfigured(situation),
    ...paused(situation),
    ...emptyQueue(situation),
    ...noSlotsAtAll(situation),
    ...orchestratorGone(situation),
    ...poorHealth(situation),
    ...operatorsCap(situation),
    ...slotsInUse(situation),
    ...lostSlots(situation),
  ];
  return reasons.length === 0 ? [nextPass(situation)] : reasons;
}

const free = ({ isPaused, allowance, running }: LabourerSituation): number =>
  isPaused ? 0 : Math.max(allowance - running, 0);

function unconfigured({ isConfigured, labourer }: LabourerSituation): Reason[] {
  if (isConfigured) return [];
  const text = `The configuration has no labourer ${labourer.id} (any more), so nothing of it is started.`;
  return [reason('not-configured', text, addToConfiguration(labourer.id))];
}

function emptyQueue({ queued, nextRetryAt }: LabourerSituation): Reason[] {
  if (queued.count > 0) return [];
  if (!queued.isExact) return [reason('not-recorded', 'How many tasks waited in its queue was not recorded.')];
  const retries =
    nextRetryAt === undefined ? '' : ` Tasks wait for their retry, the first of them until ${instant(nextRetryAt)}.`;
  return [reason('queue-empty', `Nothing waits in its queue.${retries}`)];
}

function paused({ isPaused, labourer, running }: LabourerSituation): Reason[] {
  if (!isPaused) return [];
  const going = running === 0 ? '' : `; what runs (${counted(running, 'slot')}) goes on to its end`;
  return [reason('paused', `It is paused: nothing is started${going}.`, `sosw labourers resume ${labourer.id}`)];
}

function noSlotsAtAll({ cap, operatorCap, labourer }: LabourerSituation): Reason[] {
  if (cap > 0) return [];
  if (operatorCap === 0 && labourer.cap > 0) {
    const text = `An operator has set its cap to 0; the configuration allows ${counted(labourer.cap, 'slot')}.`;
    return [reason('cap', text, `sosw labourers cap ${labourer.id} --reset`)];
  }
  const text = 'The configuration gives it no slots: its max_simultaneous_invocations is 0.';
  return [reason('cap', text, `sosw labourers cap ${labourer.id} 1, or a higher max_simultaneous_invocations`)];
}

/** Of a labourer for which nothing changes a sign is left each quarter of an hour, in seconds. */
const SIGN_EACH = 900;

/** Free slots and waiting tasks do not stay together for longer than a tick or two where somebody works the queue. */
function orchestratorGone(situation: LabourerSituation): Reason[] {
  const { queued, headWaitsSince, lastSignAt, now } = situation;
  if (queued.count === 0 || situation.cap === 0 || situation.isPaused) return [];
  const isNew = headWaitsSince !== undefined && now - headWaitsSince <= TICKS_MISSED;
  if (lastSignAt === undefined) {
    return isNew ? [] : [reason('no-decision', 'No Orchestrator has looked at its queue yet.', START_TICKS)];
  }
  const silent = now - lastSignAt;
  const isUsual = silent <= TICKS_MISSED + (headWaitsSince === undefined ? SIGN_EACH : 0);
  if (isNew || isUsual || free(situation) === 0) return [];
  const text = `${counted(free(situation), 'slot')} could start waiting tasks, but nothing was heard of the Orchestrator for ${duration(silent)}: it seems to have stopped.`;
  return [reason('orchestrator-stopped', text, START_TICKS)];
}

function poorHealth(situation: LabourerSituation): readonly Reason[] {
  const { labourer, cap, coefficients, decision } = situation;
  const health = notedHealth(situation.health, decision);
  if (health === undefined) return [];
  const { id: labourerId, healthMetrics } = labourer;
  return healthReasons({ labourerId, healthMetrics, cap, coefficients, health, decision });
}

function operatorsCap({ operatorCap, labourer }: LabourerSituation): Reason[] {
  if (operatorCap === undefined || operatorCap === 0 || operatorCap >= labourer.cap) return [];
  const text = `An operator has set its cap to ${inNumbers(operatorCap)}; the configuration allows ${inNumbers(labourer.cap)}.`;
  return [reason('operator-cap', text, `sosw labourers cap ${labourer.id} --reset`)];
}

function slotsInUse(situation: LabourerSituation): Reason[] {
  const { queued, isPaused, allowance, running, cap, labourer, meanDuration } = situation;
  if (queued.count === 0 || isPaused || allowance === 0 || running < allowance) return [];
  const use =
    running > allowance
      ? `${inNumbers(running)} slots are in use, more than the ${inNumbers(allowance)} that are allowed now`
      : `All of its ${counted(allowance, 'slot')} ${allowance === 1 ? 'is' : 'are'} in use`;
  const pace =
    meanDuration === undefined || meanDuration === 0 ? '' : ` A task takes ${duration(meanDuration)} on average.`;
  const advice =
    allowance < cap ? undefined : `sosw labourers cap ${labourer.id} ${cap + 1} or more, if what it loads can bear it`;
  return [reason('slots', `${use}; the next tasks start as these end.${pace}`, advice)];
}

function lostSlots(situation: LabourerSituation): Reason[] {
  const { queued, attempts, running, slotsExpireAt } = situation;
  if (queued.count === 0 || attempts === undefined || slotsExpireAt === undefined || free(situation) > 0) return [];
  const lost = running - attempts;
  if (lost <= 0) return [];
  const text = `${counted(lost, 'slot')} in use ${lost === 1 ? 'belongs' : 'belong'} to no running task: a process may have crashed, or the task was cancelled while it ran. ${lost === 1 ? 'It comes' : 'They come'} back by themselves, the first at ${instant(slotsExpireAt)}.`;
  return [reason('lost-slots', text)];
}

function nextPass(situation: LabourerSituation): Reason {
  const slots = free(situation);
  if (slots === 0) return reason('next-pass', 'The next pass of the Orchestrator decides how much it may do.');
  const { count, isExact } = situation.queued;
  const starts = isExact ? Math.min(slots, count) : slots;
  return reason(
    'next-pass',
    `Nothing holds it back: the next pass of the Orchestrator starts up to ${counted(starts, 'task')}.`,
  );
}
