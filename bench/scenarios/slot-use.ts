/** How well ten slots are used by tasks of two seconds: in real time, and on a simulated clock beside a tick each minute. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { realAttempts } from '../support/real-slots.js';
import { byTurns, type Scenario } from '../support/scenario.js';
import { minuteTickAttempts, simulatedAttempts } from '../support/simulated-slots.js';
import { slotUse } from '../support/slot-use.js';

const SLOTS = 10;
const TASK_MS = 2000;
const AT_ONCE = { storeMs: 0, invokeMs: 0 };
/** Calls as they may take in the cloud: some milliseconds a request of the table, some more for an asynchronous invocation. */
const AS_IN_THE_CLOUD = { storeMs: 5, invokeMs: 20 };

export const slotUseScenario: Scenario = async ({ directory, rounds, size }) => {
  const tasks = size(100, 30);
  const run = { slots: SLOTS, tasks: 1000, taskMs: TASK_MS };
  const { real, simulated, cloud, tick } = await byTurns(rounds, {
    real: async (round) => {
      const own = join(directory, String(round));
      mkdirSync(own);
      return slotUse(await realAttempts(own, SLOTS, tasks), SLOTS);
    },
    simulated: async () => slotUse(await simulatedAttempts(run, AT_ONCE), SLOTS),
    cloud: async () => slotUse(await simulatedAttempts(run, AS_IN_THE_CLOUD), SLOTS),
    tick: async () => slotUse(await minuteTickAttempts(run), SLOTS),
  });
  const name = `slot use, cap ${SLOTS}, tasks of ${TASK_MS / 1000} s`;
  const peer = { what: 'a tick each minute, simulated', samples: tick };
  const reach = { atLeast: 98 };
  const { storeMs, invokeMs } = AS_IN_THE_CLOUD;
  return [
    { what: `${name}: sosw run, real time`, unit: '%', samples: real, peer, reach },
    { what: `${name}: simulated`, unit: '%', samples: simulated, peer, reach },
    {
      what: `${name}: simulated, ${storeMs} ms a request, ${invokeMs} ms an invocation`,
      unit: '%',
      samples: cloud,
      peer,
    },
  ];
};
