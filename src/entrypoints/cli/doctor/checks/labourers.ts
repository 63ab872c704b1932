/** Labourers: their functions keep to what the caps rely on (docs/protocol.md, rule 5), and the configuration in force is the stored one. */

import { GetFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { DynamoSlotLedger } from '../../../../adapters/dynamodb/dynamo-slot-ledger.js';
import { SystemChance } from '../../../../adapters/system/system-chance.js';
import { SystemClock } from '../../../../adapters/system/system-clock.js';
import { isFunctionName } from '../../../../adapters/lambda/function-name.js';
import type { Labourer } from '../../../../domain/labourer.js';
import type { LabourerRow } from '../../../../domain/slots.js';
import type { EssentialConfig } from '../../../config/config.js';
import { ifFound } from '../aws-account.js';
import type { Deployment } from '../deployment.js';
import { type Check, examined, examinedEach, type Finding, ok, problem, warning } from '../finding.js';

/** An event waits for 60 s at least; clocks differ, and a function is slow to be stopped. */
const SHORTEST_COOLDOWN_S = 90;
/** Of the cooldown, for clocks that differ and a function that is slow to be stopped. */
const SLACK_S = 30;
/** What Lambda does where a function has no settings for asynchronous events. */
const LAMBDA_DEFAULTS = { retries: 2, eventAge: 21_600 };

export const labourers: Check = {
  area: 'labourers',
  async examine(deployment) {
    const config = await deployment.configOf('orchestrator').catch(() => undefined);
    if (config === undefined) return [];
    const all = config.labourers.all();
    const [workers, inForce] = await Promise.all([
      examinedEach(
        all,
        ({ id }) => id,
        (labourer) => examineWorker(deployment, labourer),
      ),
      examined('labourers', () => examineRows(deployment, config)),
    ]);
    return [...workers, ...inForce];
  },
};

async function examineWorker(deployment: Deployment, labourer: Labourer): Promise<readonly Finding[]> {
  const { id, arn, duration, cooldown } = labourer;
  if (!isFunctionName(arn)) {
    return [problem(id, `${arn} is no name or ARN of a function`, 'correct its arn in sosw_essential_config')];
  }
  const found = await deployment.functionNamed(arn);
  if (found === undefined) {
    return [problem(id, `there is no function ${arn}`, 'deploy it, or correct its arn in sosw_essential_config')];
  }
  const { Timeout: timeout = 3 } = found;
  const wrong = [
    ...(timeout > duration
      ? [
          problem(
            id,
            `its function may run for ${timeout} s, longer than its duration of ${duration} s: a second attempt could begin beside the first`,
            `aws lambda update-function-configuration --function-name ${arn} --timeout ${duration}, or raise duration`,
          ),
        ]
      : []),
    ...(cooldown < SHORTEST_COOLDOWN_S
      ? [
          problem(
            id,
            `its cooldown of ${cooldown} s is shorter than ${SHORTEST_COOLDOWN_S} s: an attempt could outlive its slot`,
            'raise cooldown in sosw_essential_config; 300 is ample',
          ),
        ]
      : []),
    ...(await eventFindings(deployment, labourer)),
  ];
  return wrong.length > 0 ? wrong : [ok(id, `${arn}: time-out ${timeout} s of ${duration} s, events are not repeated`)];
}

/** An event that Lambda repeats, or keeps for longer than the cooldown, starts the worker when its slot is somebody else's. */
async function eventFindings(deployment: Deployment, { id, arn, cooldown }: Labourer): Promise<readonly Finding[]> {
  const { ask, lambda } = deployment.account;
  const found = await ifFound(
    ask('lambda:GetFunctionEventInvokeConfig', () =>
      lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: arn })),
    ),
  );
  const { MaximumRetryAttempts: retries = LAMBDA_DEFAULTS.retries } = found ?? {};
  const { MaximumEventAgeInSeconds: age = LAMBDA_DEFAULTS.eventAge } = found ?? {};
  const wanted = Math.max(60, Math.floor(cooldown / 2) - SLACK_S);
  const advice = `aws lambda put-function-event-invoke-config --function-name ${arn} --maximum-retry-attempts 0 --maximum-event-age-in-seconds ${wanted}`;
  const isLate = age > cooldown;
  const tooOld = `an event may wait for ${age} s, and the cooldown is ${cooldown} s`;
  return [
    ...(retries > 0
      ? [problem(id, `Lambda repeats its failed events ${retries} times beside its retries`, advice)]
      : []),
    ...(isLate ? [problem(id, `${tooOld}: an attempt could outlive its slot`, advice)] : []),
    ...(!isLate && age > cooldown - SLACK_S
      ? [warning(id, `${tooOld}: no time is left for clocks that differ`, advice)]
      : []),
  ];
}

async function examineRows(deployment: Deployment, config: EssentialConfig): Promise<readonly Finding[]> {
  const { ask, dynamo } = deployment.account;
  const all = config.labourers.all();
  const ledger = new DynamoSlotLedger({ client: dynamo, clock: new SystemClock(), chance: new SystemChance() });
  const rows = await ask('dynamodb:BatchGetItem', () => ledger.readAll(all.map(({ id }) => id)));
  return rows.flatMap((row, index) => rowFinding(row, all[index] as Labourer, config.aws.configMaxAge) ?? []);
}

/** A pass of the Orchestrator writes the cap by which it decides, unless the row has it already; an operator's stands above the documents. */
function rowFinding(row: LabourerRow, { id, cap }: Labourer, maxAge: number): Finding | undefined {
  if (row.version === 0) {
    return warning(id, 'no pass of the Orchestrator has decided over it yet', 'sosw ticks on, and wait a minute');
  }
  if (row.decidedAt === 0 || row.operatorCap !== undefined || row.cap === cap) return undefined;
  const since = new Date(row.decidedAt * 1000).toISOString();
  return problem(
    id,
    `a stale configuration is in force: its cap is ${row.cap} since ${since}, and ${cap} in the documents`,
    `a changed document is in force after ${maxAge} s and a pass; if it is older than that, look into the Orchestrator's log for what it refuses, and whether it runs`,
  );
}
