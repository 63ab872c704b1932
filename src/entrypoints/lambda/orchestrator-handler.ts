/** The Orchestrator as a function: one pass over all labourers, whatever the event is. */

import type { OrchestratedLabourer, Orchestrator } from '../../application/orchestrator.js';
import { codeOf, refuseIncomplete } from './partial-failure.js';
import type { QueueGauges } from './queue-gauges.js';
import { type Essential, type LambdaHandler, runEssential } from './run-essential.js';

export interface OrchestratorParts {
  readonly orchestrator: Orchestrator;
  readonly gauges: QueueGauges;
}

export const orchestratorHandler = (essential: Essential<OrchestratorParts>): LambdaHandler =>
  runEssential(essential, async (_event, { composed: { orchestrator, gauges }, config, publish }) => {
    const passed = await orchestrator.pass();
    const queues = await gauges.measure(config.labourers.all(), config.taskSettings);
    const now = essential.clock.now();
    for (const [labourerId, queue] of queues) {
      publish(labourerId, new Map([...essential.facts.slots(labourerId, now), ...queue]));
    }
    const labourers = passed.map(summaryOf);
    const worked = passed.filter(({ dispatched, error }) => dispatched !== undefined || error !== undefined);
    if (worked.length > 0) essential.logger.info('a pass did something', { labourers: worked.map(summaryOf) });
    refuseIncomplete(passed);
    return { labourers };
  });

const summaryOf = ({ labourerId, explanation, dispatched, error }: OrchestratedLabourer) => ({
  labourerId,
  explanation,
  ...(dispatched === undefined ? {} : { ...dispatched, refused: dispatched.refused.length }),
  ...(error === undefined ? {} : { error: codeOf(error) }),
});
