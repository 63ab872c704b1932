/** The rules of EventBridge that start the essentials every minute, as the deployment calls them. */

import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import { SoswError } from '../../../domain/errors.js';
import type { Ticking } from './ticking.js';

export const tickRuleName = (prefix: string, essential: Ticking): string => `${prefix}-${essential}-tick`;

export interface Tick {
  readonly rule: string;
  /** Whether it was otherwise before. */
  readonly changed: boolean;
}

/** Turns them on or off. Throws `ticks.missing`, with nothing changed, where one of them is not there. */
export async function switchTicks(
  region: string,
  rules: readonly string[],
  { isOn }: { readonly isOn: boolean },
): Promise<readonly Tick[]> {
  const client = new EventBridgeClient({ region });
  const before = await Promise.all(rules.map(async (rule) => ({ rule, was: await isRuleOn(client, rule) })));
  const missing = before.filter(({ was }) => was === undefined).map(({ rule }) => rule);
  if (missing.length > 0) throw missingRules(missing, region);
  const ticks: Tick[] = [];
  for (const { rule, was } of before) {
    const changed = was !== isOn;
    if (changed) await client.send(new (isOn ? EnableRuleCommand : DisableRuleCommand)({ Name: rule }));
    ticks.push({ rule, changed });
  }
  return ticks;
}

async function isRuleOn(client: EventBridgeClient, rule: string): Promise<boolean | undefined> {
  try {
    return (await client.send(new DescribeRuleCommand({ Name: rule }))).State !== 'DISABLED';
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

const missingRules = (missing: readonly string[], region: string): SoswError =>
  new SoswError(
    'ticks.missing',
    `there is no rule ${missing.join(', ')} in ${region}; nothing was changed. ` +
      'Is it the right region (--region), account (AWS_PROFILE) and --prefix? `sosw doctor` tells what is missing',
  );
