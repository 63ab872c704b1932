/** The scenario's form: every key, what it may hold, and what it means without it. */

import * as z from 'zod/mini';
import type { Labourers } from '../../application/labourers.js';
import { RefusedError } from '../../domain/errors.js';
import { dayAt } from '../../domain/job/calendar.js';
import { epochSeconds, type Seconds, seconds } from '../../domain/time.js';
import { type Curve, flat, type Incident, type Outage } from './curve.js';
import type { MetricBehaviour, Scenario, TargetBehaviour, WorkerBehaviour } from './behaviour.js';
import { refuseUnknownName, refusalOf } from './scenario-refusals.js';
import { DELAY_MAX } from './simulation-limits.js';
import { TIME_SPAN_FORM, timeOfDay, timeSpan } from './time-span.js';

/** Durations that one distribution may hold: more make it no truer. */
const RECORDED_MAX = 100_000;

const number = z.number({ error: 'a number' });
const least = (bound: number) => number.check(z.minimum(bound, { error: `a number, ${bound} or more` }));
const above = number.check(z.positive({ error: 'a number above 0' }));
const share = number.check(z.minimum(0, { error: '0 to 1' }), z.maximum(1, { error: '0 to 1' }));
const text = z.string({ error: 'a text' }).check(z.minLength(1, { error: 'a text' }));
const span = z.pipe(
  z.unknown().check(z.refine((value) => timeSpan(value) !== undefined, { error: TIME_SPAN_FORM })),
  z.transform((value): Seconds => timeSpan(value) ?? seconds(0)),
);
const delay = span.check(z.refine((value) => value <= DELAY_MAX, { error: 'a length of time, 7d at most' }));
const clockTime = z.pipe(
  z.unknown().check(z.refine((value) => timeOfDay(value) !== undefined, { error: 'a time of day, as 14:30' })),
  z.transform((value): Seconds => timeOfDay(value) ?? seconds(0)),
);
const map = <Shape extends z.core.$ZodShape>(shape: Shape, error = 'a map') => z.strictObject(shape, { error });
const named = <Value extends z.ZodMiniType>(value: Value) => z.record(z.string(), value, { error: 'a map from names' });
const list = <Entry extends z.ZodMiniType>(entry: Entry, error: string) => z.array(entry, { error });

const outage = map({ from: span, lasts: span });
const incident = map({
  from: span,
  lasts: span,
  value: z.optional(number),
  factor: z.optional(number),
  add: z.optional(number),
});
const CURVE_FORM = 'a number, or a map of level, wave, steps and incidents';
const curveParts = {
  level: z.optional(number),
  wave: z.optional(map({ low: number, high: number, peak: clockTime, zone: z.optional(text) })),
  steps: z.optional(list(map({ at: span, to: number }), 'a list of maps of at and to')),
  incidents: z.optional(list(incident, 'a list of maps of from, lasts, and value, factor or add')),
};
const curve = z.union([number, map(curveParts)], { error: CURVE_FORM });

const DISTRIBUTION_FORM = 'one of fixed, normal, lognormal, recorded';
const distribution = z.union(
  [
    map({ fixed: least(0) }),
    map({ normal: map({ mean: least(0), deviation: least(0) }) }),
    map({ lognormal: map({ median: above, sigma: least(0) }) }),
    map({
      recorded: list(least(0), 'a list of durations in seconds').check(
        z.minLength(1, { error: 'one duration at least' }),
        z.maxLength(RECORDED_MAX, { error: `at most ${RECORDED_MAX} durations` }),
      ),
    }),
  ],
  { error: DISTRIBUTION_FORM },
);

const worker = map({
  duration: z.optional(distribution),
  failures: z.optional(share),
  crashes: z.optional(share),
  price_per_second: z.optional(least(0)),
});

const target = map({
  capacity: curve,
  others: z.optional(curve),
  load_per_task: z.optional(named(least(0))),
  limit: z.optional(above),
  slowdown: z.optional(least(0)),
  failures_over_limit: z.optional(share),
});

const SHOWS = ['load', 'utilisation', 'slowness'] as const;
const metric = map({
  ...curveParts,
  target: z.optional(
    map({
      name: text,
      shows: z.optional(z.enum(SHOWS, { error: SHOWS.join(' or ') })),
      times: z.optional(number),
    }),
  ),
  per_running: z.optional(named(number)),
  noise: z.optional(least(0)),
  delay: z.optional(delay),
  no_data: z.optional(list(outage, 'a list of maps of from and lasts')),
});

/** Null where a file leaves a key's value empty. */
const SCENARIO_SCHEMA = map({
  workers: z.nullish(named(worker)),
  targets: z.nullish(named(target)),
  metrics: z.nullish(named(metric)),
});

const KEYS: readonly string[] = [SCENARIO_SCHEMA, worker, target, metric, incident].flatMap(({ shape }) =>
  Object.keys(shape),
);

type Written<Schema extends z.ZodMiniType> = z.infer<Schema>;

/** As `readScenario`. */
export function parsedScenario(value: unknown, labourers: Labourers, path: string): Scenario {
  const result = SCENARIO_SCHEMA.safeParse(value ?? {});
  if (!result.success) throw refusalOf(result.error.issues, { value, path, keys: KEYS });
  const at = (...keys: readonly string[]): string => [...(path === '' ? [] : [path]), ...keys].join('.');
  const { workers, targets, metrics } = result.data;
  const names = labourers.all().map(({ id }) => id);
  const targetNames = Object.keys(targets ?? {});
  const metricNames = labourers.all().flatMap(({ healthMetrics }) => healthMetrics.map(({ name }) => name));

  for (const name of Object.keys(workers ?? {})) {
    refuseUnknownName(name, names, at('workers', name), 'the name of a labourer of the configuration');
  }
  const scenario: Scenario = {
    workers: mapped(workers, (one, name) => workerOf(one, at('workers', name))),
    targets: mapped(targets, (one, name) => targetOf(one, at('targets', name), names)),
    metrics: mapped(metrics, (one, name) => metricOf(one, at('metrics', name), names, targetNames)),
  };
  for (const name of Object.keys(metrics ?? {})) {
    refuseUnknownName(name, metricNames, at('metrics', name), 'the name of a health metric of the configuration');
  }
  return scenario;
}

function workerOf(written: Written<typeof worker>, path: string): WorkerBehaviour {
  const { duration, failures = 0, crashes = 0, price_per_second } = written;
  // Shares that were measured may add up to one and the rounding of a sum.
  if (failures + crashes > 1 + Number.EPSILON) {
    const expected = 'failures and crashes that are 1 at most together';
    throw new RefusedError('scenario.value', { path, expected, found: failures + crashes });
  }
  return {
    failures,
    crashes,
    pricePerSecond: price_per_second ?? 0,
    ...(duration === undefined ? {} : { duration }),
  };
}

function targetOf(written: Written<typeof target>, path: string, labourers: readonly string[]): TargetBehaviour {
  const { load_per_task: loads = {} } = written;
  refuseUnknownNames(loads, labourers, `${path}.load_per_task`);
  return {
    capacity: curveOf(written.capacity, `${path}.capacity`),
    others: curveOf(written.others ?? 0, `${path}.others`),
    loadPerTask: new Map(Object.entries(loads)),
    limit: written.limit ?? 1,
    slowdown: written.slowdown ?? 1,
    failuresOverLimit: written.failures_over_limit ?? 0,
  };
}

function metricOf(
  written: Written<typeof metric>,
  path: string,
  labourers: readonly string[],
  targets: readonly string[],
): MetricBehaviour {
  const { target: seen, per_running: running = {}, noise = 0, delay, no_data: noData = [], ...parts } = written;
  refuseUnknownNames(running, labourers, `${path}.per_running`);
  if (seen !== undefined) {
    refuseUnknownName(seen.name, targets, `${path}.target.name`, 'the name of a target of the scenario');
  }
  return {
    curve: curveOf(parts, path),
    perRunning: new Map(Object.entries(running)),
    noise,
    delay: delay ?? seconds(0),
    noData: noData satisfies readonly Outage[],
    ...(seen === undefined
      ? {}
      : { target: { name: seen.name, shows: seen.shows ?? 'utilisation', times: seen.times ?? 1 } }),
  };
}

function curveOf(written: Written<typeof curve>, path: string): Curve {
  if (typeof written === 'number') return flat(written);
  const { level = 0, wave, steps = [], incidents = [] } = written;
  const zone = wave?.zone ?? 'UTC';
  dayAt(epochSeconds(0), zone, `${path}.wave.zone`);
  for (const [index, one] of incidents.entries()) refuseUnclear(one, `${path}.incidents.${index}`);
  return {
    level,
    steps: steps.toSorted((one, other) => one.at - other.at),
    incidents: incidents.map(incidentOf),
    ...(wave === undefined ? {} : { wave: { ...wave, zone } }),
  };
}

function incidentOf({ from, lasts, value, factor, add }: Written<typeof incident>): Incident {
  return {
    from,
    lasts,
    ...(value === undefined ? {} : { value }),
    ...(factor === undefined ? {} : { factor }),
    ...(add === undefined ? {} : { add }),
  };
}

function refuseUnclear({ value, factor, add }: Written<typeof incident>, path: string): void {
  const isValue = value !== undefined;
  const isChange = factor !== undefined || add !== undefined;
  if (isValue !== isChange) return;
  const expected = 'a value of its own, or a factor and an amount to add';
  throw new RefusedError('scenario.value', { path, expected });
}

function refuseUnknownNames(loads: object, labourers: readonly string[], path: string): void {
  for (const name of Object.keys(loads)) {
    refuseUnknownName(name, labourers, `${path}.${name}`, 'the name of a labourer of the configuration');
  }
}

function mapped<Value, Mapped>(
  given: Readonly<Record<string, Value>> | null | undefined,
  change: (value: Value, name: string) => Mapped,
): ReadonlyMap<string, Mapped> {
  return new Map(Object.entries(given ?? {}).map(([name, value]) => [name, change(value, name)]));
}
