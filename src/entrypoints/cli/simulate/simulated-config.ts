/**
 * A configuration as a simulation needs it: what the essentials are told, and the schedules. How workers are run on this machine is not
 * looked at, since none is run: the configuration of a deployment can be simulated where its workers are not.
 */

import { createHash } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { RefusedError } from '../../../domain/errors.js';
import { seconds } from '../../../domain/time.js';
import type { Schedule } from '../../config/config.js';
import { readDocument } from '../../config/document.js';
import { DocumentError, placeOf } from '../../config/document-error.js';
import {
  type ConfigDocument,
  type ConfigPlace,
  essentialConfig,
  parsedConfig,
  Reading,
} from '../../config/read-config.js';
import { readSchedule } from '../../config/schedules.js';
import type { SimulatedConfig } from '../../simulation/simulate.js';
import { warn } from '../configured.js';
import type { Terminal } from '../terminal.js';
import { withAssignment } from './changed-settings.js';
import type { Assignment } from './simulate-options.js';

/** A configuration with what its reports call it. */
export interface NamedConfig {
  readonly name: string;
  readonly config: SimulatedConfig;
  /** The settings themselves, with what the command line changed. */
  readonly settings: unknown;
}

/** As on this machine; nothing of it changes what is simulated. */
const PLACE: ConfigPlace = { rowsPerCheckpoint: 1000, leaseLife: seconds(10) };

/** Throws DocumentError as `loadConfig` does, and RefusedError for an assignment that the configuration does not take. */
export function loadSimulatedConfig(file: string, assignments: readonly Assignment[], terminal: Terminal): NamedConfig {
  const document = readDocument(file, 'config');
  let { value } = document;
  const changed: { readonly path: string; readonly written: string }[] = [];
  for (const assignment of assignments) {
    const made = withAssignment(value, assignment);
    value = made.value;
    changed.push({ path: made.path, written: assignment.written });
  }
  try {
    const config = readSimulated({ ...document, value });
    for (const { line, message } of config.warnings) warn(terminal, `${placeOf(file, line)}: ${message}`);
    const written = changed.map((one) => `, ${one.written.replace(/^--\w+ /, '')}`);
    return { name: basename(file) + written.join(''), config, settings: value };
  } catch (error) {
    throw ofAssignment(error, changed);
  }
}

/** Throws DocumentError for what no configuration can be. */
export function readSimulated(document: ConfigDocument): SimulatedConfig {
  const settings = parsedConfig(document);
  const reading = new Reading(document);
  const { all: _, ...essential } = essentialConfig(settings, document, reading, PLACE);
  const context = {
    labourers: essential.labourers,
    folder: dirname(resolve(document.file)),
    timeZone: settings.time_zone ?? undefined,
  };
  const schedules = Object.entries(settings.schedules ?? {}).flatMap(([name, schedule]): Schedule[] =>
    schedule === null ? [] : reading.part(() => [readSchedule(name, schedule, context, `schedules.${name}`)], []),
  );
  reading.refuseProblems();
  const hash = createHash('sha256')
    .update(JSON.stringify(document.value) ?? '')
    .digest('hex');
  return Object.freeze({ ...essential, schedules, hash });
}

/** What is wrong with a value of the command line is told of the command line: the file does not hold it. */
function ofAssignment(
  error: unknown,
  changed: readonly { readonly path: string; readonly written: string }[],
): unknown {
  if (!(error instanceof DocumentError)) return error;
  for (const { code, path, expected } of error.problems) {
    const own = changed.find((one) => path === one.path || path.startsWith(`${one.path}.`));
    if (own !== undefined) return new RefusedError(code, { path: own.written, expected });
  }
  return error;
}
