/** What becomes of a broken invariant, wherever the product runs: it is logged, and counted where there are metrics. */

import type { InvariantAlarm } from '../../application/ports/invariant-alarm.js';
import type { Logger } from '../../application/ports/logger.js';
import type { LabourerFacts } from '../lambda/labourer-facts.js';

export function invariantAlarm(logger: Logger, facts?: Pick<LabourerFacts, 'count'>): InvariantAlarm {
  return ({ invariant, rule, labourerId, taskId }) => {
    facts?.count(labourerId, 'InvariantsBroken');
    logger.error('an invariant is broken', { invariant, rule, labourerId, taskId });
  };
}
