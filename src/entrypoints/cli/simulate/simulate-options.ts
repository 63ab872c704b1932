/** What `sosw simulate` is told on the command line, read as far as it can be without a configuration. */

import { InvalidArgumentError } from 'commander';
import { parse } from 'yaml';
import type { StoreOptions } from '../with-store.js';
import { DAYS_MAX } from '../../simulation/simulation-limits.js';

export interface SimulateOptions extends StoreOptions {
  readonly days: number;
  readonly seed: number;
  readonly from?: Date;
  readonly health?: string;
  readonly set?: readonly Assignment[];
  readonly compare?: string;
  readonly sweep?: Sweep;
  readonly replay?: string;
  readonly record?: string;
  readonly durations?: 'recorded';
  readonly last: number;
  readonly html?: string;
  readonly save?: string;
}

/** One setting of a labourer with another value than the file's. */
export interface Assignment {
  /** As it was written, for refusals: `--set web.cap=20`. */
  readonly written: string;
  /** The labourer's name, a dot, and the setting; either may hold dots itself. */
  readonly target: string;
  readonly value: unknown;
}

/** One setting with several values, each of which is simulated. */
export interface Sweep {
  readonly target: string;
  readonly assignments: readonly Assignment[];
}

/** Simulations of one sweep. */
const SWEEP_MAX = 20;
/** Closed tasks a labourer that are read of a deployment. */
const LAST_MAX = 100_000;

export function days(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= DAYS_MAX) return value;
  throw new InvalidArgumentError(`Expected a number of days above 0, at most ${DAYS_MAX}.`);
}

export function seed(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError('Expected a whole number from 0.');
}

export function last(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= LAST_MAX) return value;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${LAST_MAX}.`);
}

/** `--set` may be given several times. */
export function setting(text: string, before: readonly Assignment[] = []): readonly Assignment[] {
  const { target, value } = split(text, 'web.cap=20');
  return [...before, { written: `--set ${text}`, target, value: yaml(value, text) }];
}

export function sweep(text: string): Sweep {
  const { target, value } = split(text, 'web.cap=5,10,20');
  const values = yaml(`[${value}]`, text);
  if (!Array.isArray(values) || values.length < 2 || values.length > SWEEP_MAX) {
    throw new InvalidArgumentError(`Expected 2 to ${SWEEP_MAX} values, joined by commas.`);
  }
  const assignments = values.map((one: unknown) => {
    const written = `${target}=${typeof one === 'string' ? one : JSON.stringify(one)}`;
    return { written: `--sweep ${written}`, target, value: one };
  });
  return { target, assignments };
}

function split(text: string, example: string): { target: string; value: string } {
  const [, target, value] = /^([^=.]*\.[^=]*)=(.+)$/s.exec(text) ?? [];
  if (target !== undefined && value !== undefined) return { target, value };
  throw new InvalidArgumentError(`Expected labourer.setting=value, as ${example}.`);
}

/** Numbers, texts, true and false as a configuration has them, and lists and maps too. */
function yaml(text: string, whole: string): unknown {
  try {
    const value: unknown = parse(text);
    // What holds itself has no text.
    JSON.stringify(value);
    return value;
  } catch {
    throw new InvalidArgumentError(`The value of ${whole} is no YAML of a configuration.`);
  }
}
