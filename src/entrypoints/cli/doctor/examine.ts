/** All checks over a deployment. */

import { bucket } from './checks/bucket.js';
import { configuration } from './checks/configuration.js';
import { deadLetters } from './checks/dead-letters.js';
import { functions } from './checks/functions.js';
import { labourers } from './checks/labourers.js';
import { olderOrchestrator } from './checks/older-orchestrator.js';
import { permissions } from './checks/permissions.js';
import { schedules } from './checks/schedules.js';
import { tables } from './checks/tables.js';
import type { Deployment } from './deployment.js';
import { type Check, examined, type Finding } from './finding.js';

const CHECKS: readonly Check[] = [
  tables,
  bucket,
  functions,
  permissions,
  schedules,
  configuration,
  labourers,
  deadLetters,
  olderOrchestrator,
];

export interface ExaminedArea {
  readonly area: string;
  readonly findings: readonly Finding[];
}

/** Runs all checks at once; the account bounds the requests. Never rejects: what could not be looked at is a problem. */
export const examineAll = (deployment: Deployment): Promise<readonly ExaminedArea[]> =>
  Promise.all(
    CHECKS.map(async (check) => ({
      area: check.area,
      findings: await examined(check.area, () => check.examine(deployment)),
    })),
  );
