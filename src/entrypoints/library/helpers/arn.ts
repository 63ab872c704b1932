/** What an ARN says: the name of its resource, and the account. */

import { refused, textOf } from './values.js';

/** `arn:partition:service:region:account:resource`; the resource may have colons of its own. */
const ARN_PARTS = 6;
const ACCOUNT = /^\d{12}$/;

/**
 * The name of a function from its ARN, in any partition and region, with or without a version or an alias; or of another resource:
 * a bucket, a table, a role, a cluster, a topic.
 *
 * @param arn An ARN, a partial ARN of a function (`000000000000:function:name`), or a name, which stays as it is but for `:version`.
 * @returns The name alone.
 * @throws RefusedError `helper.arn` for an ARN with too few parts or without a name, `helper.kind` when it is no text.
 * @example
 * ```ts
 * trimArnToName('arn:aws:lambda:us-west-2:000000000000:function:my_worker:$LATEST'); // 'my_worker'
 * ```
 */
export function trimArnToName(arn: string): string {
  const parts = textOf(arn, 'arn').split(':');
  if (parts[0] !== 'arn') return functionName(parts);
  const name = parts.length < ARN_PARTS ? '' : resourceName(parts[2] ?? '', parts.slice(ARN_PARTS - 1));
  if (name !== '') return name;
  throw refused('helper.arn', 'arn', 'arn:partition:service:region:account:resource');
}

/**
 * The account from an ARN.
 *
 * @param arn An ARN, a partial ARN of a function (`000000000000:function:name`), or an account's number itself.
 * @returns The account's twelve digits; null where there is none, as in a name or the ARN of a bucket.
 * @throws RefusedError `helper.kind` when it is no text.
 * @example
 * ```ts
 * trimArnToAccount('arn:aws:iam::000000000000:role/my_role'); // '000000000000'
 * ```
 */
export function trimArnToAccount(arn: string): string | null {
  const parts = textOf(arn, 'arn').split(':');
  const account = parts[0] === 'arn' ? parts[4] : parts[0];
  return account !== undefined && ACCOUNT.test(account) ? account : null;
}

/** Of `name`, `name:version`, `function:name` and `account:function:name:version`. */
function functionName(parts: readonly string[]): string {
  const named = parts.indexOf('function') + 1;
  return (named > 0 ? parts[named] : undefined) ?? parts[0] ?? '';
}

/** The resource is `name`, `type:name`, `type:name:version`, `type/name` or `type/name/more`. */
function resourceName(service: string, [first = '', ...others]: readonly string[]): string {
  const pieces = first.split('/').filter((piece) => piece !== '');
  if (service === 's3') return pieces[0] ?? '';
  if (!first.includes('/')) return others[0] ?? first;
  // Names of IAM come last, after the path that they may have.
  return (service === 'iam' ? pieces.at(-1) : pieces[1]) ?? '';
}
