/** Figures as people read them, in a table, and as machines do, an object a line. */

import Table from 'cli-table3';
import pc from 'picocolors';
import { type Figure, isReached, ratio, type Spread, spread } from './figure.js';
import type { Machine } from './machine.js';

/** A figure with the scenario that measured it. */
export interface Measured {
  readonly scenario: string;
  readonly figure: Figure;
  /** False for a quick run, whose figures mean nothing. */
  readonly isJudged: boolean;
}

/** With the machine, so that lines of several runs can stand in one file. */
export function jsonLine({ scenario, figure, isJudged }: Measured, machine: Machine): string {
  const { what, unit, samples, peer, reach } = figure;
  return JSON.stringify({
    scenario,
    what,
    unit,
    ...spread(samples),
    samples,
    ...(peer === undefined ? {} : { peer: { what: peer.what, ...spread(peer.samples), samples: peer.samples } }),
    ...(peer === undefined ? {} : { ratio: ratio(figure) }),
    ...(reach === undefined ? {} : { reach }),
    ...(reach === undefined || !isJudged ? {} : { reached: isReached(figure) }),
    machine,
  });
}

export function table(all: readonly Measured[]): string {
  const rows = new Table({
    head: ['what', 'figure (min–max)', 'reach', 'peer in the same run', 'ratio'],
    wordWrap: true,
    colWidths: [46, 30, 17, 38, 20],
    style: { head: [], border: [] },
  });
  for (const { figure, isJudged } of all) {
    const { what, unit, samples, peer } = figure;
    const over = ratio(figure);
    rows.push([
      what,
      `${shown(spread(samples))} ${unit}`,
      verdict(figure, isJudged),
      peer === undefined ? '' : `${peer.what}: ${shown(spread(peer.samples))} ${unit}`,
      over === undefined ? '' : shown(over),
    ]);
  }
  return rows.toString();
}

function verdict(figure: Figure, isJudged: boolean): string {
  const { reach, unit } = figure;
  if (reach === undefined) return '';
  const wanted =
    'timesPeer' in reach
      ? `≥ ${reach.timesPeer} × peer`
      : `${'atLeast' in reach ? `≥ ${number(reach.atLeast)}` : `≤ ${number(reach.atMost)}`} ${unit}`;
  if (!isJudged) return wanted;
  return `${wanted} ${isReached(figure) ? pc.green('pass') : pc.red('FAIL')}`;
}

const shown = ({ median, min, max }: Spread): string =>
  min === max ? number(median) : `${number(median)} (${number(min)}–${number(max)})`;

const number = (value: number): string =>
  value.toLocaleString('en', { maximumSignificantDigits: value < 1000 ? 3 : 4 });
