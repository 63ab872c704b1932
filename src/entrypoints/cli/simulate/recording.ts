/** The history of a real deployment, on this machine or on AWS: measured for a scenario, or written down to be replayed. */

import type { Labourers } from '../../../application/labourers.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withStore } from '../with-store.js';
import { inNumbers, inTasks } from '../wording.js';
import { inPercent, inTime } from '../../simulation/report/amounts.js';
import { eventLine } from './event-lines.js';
import { refuseUnlessWritable, writeWhole } from './output-file.js';
import { type RecordedBehaviour, readHistory, recordedBehaviour, recordedEvents } from './recorded-history.js';
import type { Recorded } from './scenario-file.js';
import type { SimulateOptions } from './simulate-options.js';

/** Durations and failures of those labourers that have done a task; tells what was found, and of whom nothing is known. */
export async function recordedOf(call: Call<SimulateOptions>, labourers: Labourers): Promise<Recorded> {
  const { options, terminal } = call;
  return withStore(call, async (data, { taskSettings }) => {
    const recorded = new Map<string, RecordedBehaviour>();
    for (const history of await readHistory(data, options.last)) {
      const behaviour = recordedBehaviour(history, taskSettings.invocationDelta);
      const { id } = history.labourer;
      if (labourers.find(id) === undefined) continue;
      terminal.note(`  ${id}: ${behaviour === undefined ? 'no task of it was done yet' : inWords(behaviour)}`);
      if (behaviour !== undefined) recorded.set(id, behaviour);
    }
    return recorded;
  });
}

function inWords({ durations, failures, crashes }: RecordedBehaviour): string {
  const sorted = durations.toSorted((one, other) => one - other);
  const at = (share: number): string => inTime(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const rates = `${inPercent(failures)} of the attempts fail, ${inPercent(crashes)} end without a word`;
  return `${inNumbers(durations.length)} runs recorded, half of them up to ${at(0.5)}, 95 % up to ${at(0.95)}; ${rates}`;
}

/** Writes closed tasks as events, oldest first. */
export async function writeHistory(call: Call<SimulateOptions>, file: string): Promise<ExitCode> {
  const { options, terminal } = call;
  refuseUnlessWritable('--record', file, [options.config]);
  const events = await withStore(call, async (data, { taskSettings }) =>
    recordedEvents(await readHistory(data, options.last), taskSettings.invocationDelta),
  );
  writeWhole(file, events.map((event) => `${eventLine(event)}\n`).join(''));
  if (options.json) terminal.printJson({ file, events: events.length });
  else terminal.print(`Wrote ${inTasks(events.length)} to ${file}`);
  return EXIT.ok;
}
