/** What a cleanup will remove and what became of it, for people and for machines. */

import { plainTable } from '../plain-table.js';
import type { Terminal } from '../terminal.js';
import { KINDS } from './kinds.js';
import { isData } from './kept-data.js';
import type { Stack, StackResource } from './stack.js';

/** A stack, or one of its resources that are accounted for. */
export interface Outcome {
  readonly kind: string;
  readonly name: string;
  readonly state: 'gone' | 'still there';
  /** Why it is still there. */
  readonly reason?: string;
}

/** Everything that is about to happen to a stack: nothing that is not told here is touched. */
export function intentText({ name, status, isGone, resources }: Stack, withData: boolean): string {
  const counted = resources.filter(({ type }) => KINDS.has(type)).length;
  const others = resources.length - counted;
  const rows = [...KINDS].flatMap(([type, kind]) => {
    const all = resources.filter((resource) => resource.type === type);
    const leaving = all.filter((resource) => isRemoved(resource, isGone, withData));
    const staying = all.filter((resource) => resource.isKept && !leaving.includes(resource));
    return [...row(`  remove ${kind.name}`, leaving), ...row(`  keep ${kind.name}`, staying)];
  });
  const more = others > 0 && !isGone ? [`  remove ${others} more: policies, permissions, log groups, alarms, …`] : [];
  return [`stack ${name} (${status})`, ...rows, ...more].join('\n');
}

/** Of a stack that has gone only what it left can still be removed. */
const isRemoved = (resource: StackResource, isGone: boolean, withData: boolean): boolean =>
  resource.isKept ? withData && isData(resource) : !isGone;

const row = (what: string, resources: readonly StackResource[]): string[] =>
  resources.length === 0 ? [] : [`${what}: ${resources.map(({ id }) => id).join(', ')}`];

export function outcomeText(outcomes: readonly Outcome[], { colors }: Terminal): string {
  const rows = outcomes.map(({ kind, name, state, reason = '' }) => [
    kind,
    name,
    state === 'gone' ? colors.green(state) : colors.red(state),
    reason,
  ]);
  const left = outcomes.filter(({ state }) => state !== 'gone').length;
  const end = left === 0 ? 'Everything is gone.' : `${left} of ${outcomes.length} are still there.`;
  return `${plainTable(['kind', 'name', 'state', ''], rows)}\n\n${end}`;
}
