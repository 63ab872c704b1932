/** From a configuration file to a Config, with how workers run on this machine and what is scheduled by its clock. */

import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Labourers } from '../../application/labourers.js';
import type { LocalWorker } from '../../adapters/local/local-worker.js';
import type { LabourerId } from '../../domain/ids.js';
import type { Labourer } from '../../domain/labourer.js';
import { seconds } from '../../domain/time.js';
import type { Config, Schedule } from './config.js';
import { readDocument } from './document.js';
import { readLocalWorker } from './local-workers.js';
import { type ConfigPlace, essentialConfig, parsedConfig, Reading } from './read-config.js';
import type { ConfigSettings } from './schema.js';
import { readSchedule } from './schedules.js';

/**
 * A disk of one's own is best served with a thousand rows per checkpoint. Such a batch takes milliseconds here, and a run that was
 * killed is to be continued soon.
 */
const THIS_MACHINE: ConfigPlace = { rowsPerCheckpoint: 1000, leaseLife: seconds(10) };

/** Throws DocumentError (exit code 3) with everything that is wrong; nothing was written. */
export function loadConfig(path: string): Config {
  const document = readDocument(path, 'config');
  const settings = parsedConfig(document);
  const reading = new Reading(document);
  const file = resolve(document.file);
  const { all, ...essential } = essentialConfig(settings, document, reading, THIS_MACHINE);
  const config: Config = {
    ...essential,
    file,
    hash: createHash('sha256').update(document.text).digest('hex'),
    workers: readWorkers(settings, all, dirname(file), reading),
    schedules: readSchedules(settings, essential.labourers, dirname(file), reading),
  };
  reading.refuseProblems();
  return Object.freeze(config);
}

function readWorkers(
  { task_config }: ConfigSettings,
  labourers: readonly Labourer[],
  folder: string,
  reading: Reading,
): ReadonlyMap<LabourerId, LocalWorker> {
  return new Map(
    labourers.flatMap((labourer): [LabourerId, LocalWorker][] => {
      const path = `task_config.labourers.${labourer.id}`;
      const worker = reading.part(
        () => readLocalWorker(task_config.labourers[labourer.id] ?? {}, labourer, folder, path),
        undefined,
      );
      return worker === undefined ? [] : [[labourer.id, worker]];
    }),
  );
}

function readSchedules(settings: ConfigSettings, labourers: Labourers, folder: string, reading: Reading): Schedule[] {
  const context = { labourers, folder, timeZone: settings.time_zone ?? undefined };
  return Object.entries(settings.schedules ?? {}).flatMap(([name, schedule]) =>
    schedule === null ? [] : reading.part(() => [readSchedule(name, schedule, context, `schedules.${name}`)], []),
  );
}
