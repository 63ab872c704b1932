/** `sosw cleanup`: removes a deployment's stacks, and its data where that is asked for, and tells what is gone and what is left. */

import { awsErrorName } from '../../../adapters/shared/aws-errors.js';
import { RefusedError, SoswError } from '../../../domain/errors.js';
import { type Outcome, intentText, outcomeText } from '../cleanup/cleanup-report.js';
import { deleteStack } from '../cleanup/delete-stack.js';
import { foreignReason, keptData, removeKept } from '../cleanup/kept-data.js';
import { isStillThere, isThere, KINDS } from '../cleanup/kinds.js';
import { findStack, type Stack } from '../cleanup/stack.js';
import type { Call, GlobalOptions } from '../command-module.js';
import { confirmed } from '../confirmation.js';
import { type AwsAccount, openAccount } from '../doctor/aws-account.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

export interface CleanupOptions extends GlobalOptions {
  readonly stack: readonly string[];
  readonly data?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Refuses (`cleanup.protected`, `cleanup.busy`) before anything is removed. Doing it again goes on where it ended. */
export async function run({ options, terminal }: Call<CleanupOptions>): Promise<ExitCode> {
  const account = await openAccount();
  const found = await Promise.all([...new Set(options.stack)].map((name) => lookedUp(account, name)));
  const stacks = found.filter((stack) => stack !== undefined);
  terminal.note(`account ${account.id}, region ${account.region}`);
  for (const name of options.stack.filter((each) => !stacks.some((stack) => stack.name === each))) {
    terminal.note(`there is no stack ${name}, and was none in the last 90 days`);
  }
  for (const stack of stacks) terminal.note(intentText(stack, options.data === true));
  if (stacks.some((stack) => hasWork(stack, options))) {
    // Whoever has no terminal has read what would be removed, and may say yes by the option.
    const question = { text: 'Remove this for good?', yesDoes: 'removes this', yes: options.yes };
    if (!(await confirmed(question))) return EXIT.failed;
    for (const stack of stacks) await remove(account, stack, options, terminal);
  }
  const outcomes = (await Promise.all(stacks.map((stack) => outcomesOf(account, stack, options)))).flat();
  const isClean = outcomes.every(({ state }) => state === 'gone');
  if (options.json) {
    terminal.printJson({ account: account.id, region: account.region, clean: isClean, resources: outcomes });
  } else if (outcomes.length > 0) terminal.print(outcomeText(outcomes, terminal));
  return isClean ? EXIT.ok : EXIT.failed;
}

const hasWork = (stack: Stack, { data }: CleanupOptions): boolean =>
  !stack.isGone || (data === true && keptData(stack).length > 0);

/** What a deleted stack left and is not its own any more is left out: nobody is to touch it. */
async function lookedUp(account: AwsAccount, name: string): Promise<Stack | undefined> {
  const stack = await findStack(account, name);
  if (stack === undefined) return undefined;
  if (stack.isProtected) {
    throw new RefusedError('cleanup.protected', {
      path: `stack ${name}`,
      expected: 'a stack without termination protection',
      hint: `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`,
    });
  }
  if (stack.status.endsWith('_IN_PROGRESS') && stack.status !== 'DELETE_IN_PROGRESS') {
    throw new RefusedError('cleanup.busy', {
      path: `stack ${name}`,
      expected: 'a stack that nothing is changing now',
      found: stack.status,
    });
  }
  if (!stack.isGone) return stack;
  const foreign = await Promise.all(
    keptData(stack).map(async (each) => [each, await foreignReason(account, each)] as const),
  );
  const others = new Set(foreign.filter(([, reason]) => reason !== undefined).map(([each]) => each));
  return { ...stack, resources: stack.resources.filter((resource) => !others.has(resource)) };
}

/** What can't be removed is told, and does not keep the rest from going. */
async function remove(account: AwsAccount, stack: Stack, { data }: CleanupOptions, terminal: Terminal): Promise<void> {
  if (!stack.isGone) {
    const left = await deleteStack(account, stack, (text) => terminal.note(text));
    // Data is what the stack's own parts work on: it stays until they are gone.
    if (left !== undefined) return;
  }
  if (!data) return;
  for (const kept of keptData(stack)) {
    terminal.note(`removing ${kept.id}`);
    try {
      await removeKept(account, kept);
    } catch (error) {
      terminal.note(`  ${error instanceof SoswError ? error.message : awsErrorName(error)}`);
    }
  }
}

async function outcomesOf(account: AwsAccount, stack: Stack, { data }: CleanupOptions): Promise<readonly Outcome[]> {
  const now = stack.isGone ? stack : await findStack(account, stack.name);
  const isGone = now === undefined || now.isGone;
  const own: Outcome = { kind: 'stack', name: stack.name, ...(isGone ? GONE : { ...THERE, reason: now.status }) };
  const counted = [...KINDS].flatMap(([type, kind]) =>
    stack.resources.filter((resource) => resource.type === type).map((resource) => ({ kind, resource })),
  );
  const resources = await Promise.all(
    counted.map(async ({ kind, resource: { type, id, isKept } }): Promise<Outcome> => {
      const named = { kind: kind.name.slice(0, -1), name: id };
      const isMeantToGo = isGone && (!isKept || data === true);
      const isLeft = await (isMeantToGo ? isStillThere : isThere)(account, type, id);
      if (!isLeft) return { ...named, ...GONE };
      return { ...named, ...THERE, ...(isKept && !data ? { reason: 'kept; --data removes it' } : {}) };
    }),
  );
  return [own, ...resources];
}

const GONE = { state: 'gone' } as const;
const THERE = { state: 'still there' } as const;
