/** Whether rules of EventBridge start a function. */

import {
  DescribeRuleCommand,
  type EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { SoswError } from '../../../domain/errors.js';

/** 100 names each. An account has 300 rules on a bus unless it asked for more. */
const PAGES_MAX = 20;

/** True as soon as one rule of the bus with one of these targets is enabled. Rejects with `sibling.rules_unavailable`. */
export async function isAnyRuleEnabled(
  client: EventBridgeClient,
  targets: readonly string[],
  bus: string | undefined,
): Promise<boolean> {
  try {
    for (const target of targets) {
      for await (const name of ruleNames(client, target, bus)) {
        if (await isEnabled(client, name, bus)) return true;
      }
    }
    return false;
  } catch (error) {
    throw new SoswError('sibling.rules_unavailable', `EventBridge did not tell the rules (${awsErrorName(error)})`, {
      retryable: true,
      cause: error,
    });
  }
}

async function* ruleNames(client: EventBridgeClient, TargetArn: string, EventBusName: string | undefined) {
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await client.send(new ListRuleNamesByTargetCommand({ TargetArn, EventBusName, NextToken }));
    yield* answer.RuleNames ?? [];
    NextToken = answer.NextToken;
    if (NextToken === undefined || NextToken === '') return;
  }
}

/** A rule that was deleted since its name was listed starts nothing. */
async function isEnabled(client: EventBridgeClient, Name: string, EventBusName: string | undefined): Promise<boolean> {
  try {
    const { State } = await client.send(new DescribeRuleCommand({ Name, EventBusName }));
    return State?.startsWith('ENABLED') ?? false;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}
