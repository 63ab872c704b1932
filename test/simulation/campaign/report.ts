/** What a campaign found, for people. */

import { INVARIANT_NAMES, INVARIANTS } from '../checker/checks.js';
import { FAULT_NAMES, FAULTS } from '../world/faults.js';
import type { PlannedWorld } from './seeds-process.js';
import type { Shrunk } from './shrink.js';
import { crashPoints, type SeedFailure, type Tally, uncovered } from './tally.js';

const SECONDS_A_DAY = 86_400;
/** Events of a shrunk world that are printed before the one that broke it. */
const LINES_MAX = 60;

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

export function tallyText(tally: Tally, seconds: number): string {
  const missed = uncovered(tally).map(({ dieAt }) => dieAt);
  const points = crashPoints(tally).length;
  const days = tally.simulatedSeconds / SECONDS_A_DAY;
  return [
    `${number(tally.seeds)} seeds, ${number(tally.tasks)} tasks, ${number(tally.invocations)} invocations, ${number(tally.events)} events`,
    `${number(days)} simulated days in ${seconds.toFixed(0)} s: ${number(tally.simulatedSeconds / seconds)} : 1, ${(tally.seeds / seconds).toFixed(1)} seeds a second`,
    '',
    'faults, and how often each hit',
    ...FAULT_NAMES.map((name) => `  ${name.padEnd(4)}${number(tally.faults[name]).padStart(12)}  ${FAULTS[name]}`),
    '',
    'invariants, and how often each was looked at',
    ...INVARIANT_NAMES.map(
      (name) => `  ${name.padEnd(4)}${number(tally.checks[name]).padStart(12)}  ${INVARIANTS[name]}`,
    ),
    '',
    `crash points: ${points - missed.length} of ${points} (before and after each kind of call; ${tally.aimed} in worlds of their own)${missed.length > 0 ? `; not yet: ${missed.slice(0, 8).join(', ')}` : ''}`,
    `violations: ${tally.failures.length}`,
  ].join('\n');
}

export const failureText = ({ seed, dieAt, violation }: SeedFailure): string =>
  `seed ${seed}${dieAt === undefined ? '' : ` with a death ${dieAt}`} broke ${violation.invariant}: ${violation.rule}\n  ${violation.found.slice(0, 1500)}`;

/** The shortest world that was found, its last events, and the command that plays it again. */
export function shrunkText(
  { seed, dieAt }: PlannedWorld,
  { report, only, without, tries }: Shrunk,
  mutant?: number,
): string {
  const [violation] = report.violations;
  const command = [
    `npm run campaign -- --seed ${seed} --trace`,
    `--faults ${[...only].join(',') || 'F8'}`,
    ...(without.size === 0 ? [] : [`--without ${[...without].join(',')}`]),
    ...(dieAt === undefined ? [] : [`--die-at '${dieAt}'`]),
    ...(mutant === undefined ? [] : [`--mutant ${mutant}`]),
  ].join(' ');
  return [
    '',
    `the smallest world in ${tries} tries: ${report.hits.length} hits of faults (${report.hits.join(', ') || 'none'})`,
    ...report.trace.slice(-LINES_MAX).map((line) => `  ${line.slice(0, 240)}`),
    `  >> ${violation?.invariant}: ${violation?.rule}\n     ${violation?.found.slice(0, 1500)}`,
    `again: ${command}`,
    '',
  ].join('\n');
}
