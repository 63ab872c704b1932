/** Visits every state that a world can come to, breadth first, and holds the promises against each: the first trace found is a shortest one. */

import { sortCells, World } from './world.js';
import type { Setting } from './setting.js';
import { NumberList, StateSet } from './state-set.js';
import { traceTo, type TracedStep } from './trace.js';

/** What a search found. */
export interface SearchResult {
  readonly states: number;
  /** Steps between different states, each counted from each state that it can be taken in. */
  readonly edges: number;
  /** Steps to the state that is farthest from the beginning. */
  readonly depth: number;
  /** Distinct cells, ledgers and hands: what the product's functions were asked about. */
  readonly parts: { readonly cells: number; readonly ledgers: number; readonly hands: number };
  /** The first promise that was broken, with a shortest way there. */
  readonly violation?: { readonly promise: string; readonly trace: readonly TracedStep[] };
  /** Whether the whole space was visited. */
  readonly complete: boolean;
}

export interface SearchLimits {
  readonly maxStates: number;
  /** Whether to find out from which states the tasks can still end: needs every edge in memory. */
  readonly liveness: boolean;
}

export function search(setting: Setting, limits: SearchLimits): SearchResult {
  const world = new World(setting);
  const states = new StateSet(world.width);
  const parents = new NumberList();
  const edges = new NumberList();
  const firstEdge = new NumberList();
  const ends: number[] = [];
  const sorted = new Int32Array(world.width);
  let edgeCount = 0;
  let from = -1;
  let found: { promise: string; from: number; label: string; to: number } | undefined;

  const state = world.first();
  states.add(state);
  parents.push(-1);
  let depth = 0;
  let levelEnd = 1;
  for (from = 0; from < states.size && found === undefined && states.size <= limits.maxStates; from++) {
    if (from === levelEnd) {
      depth++;
      levelEnd = states.size;
    }
    states.read(from, state);
    if (limits.liveness) firstEdge.push(edges.length);
    if (world.hasEnded(state)) ends.push(from);
    world.successors(state, (next, label, _cell, brokenStep) => {
      sorted.set(next);
      sortCells(sorted);
      const known = states.size;
      const to = states.add(sorted);
      if (to !== from) edgeCount++;
      if (limits.liveness && to !== from) edges.push(to);
      if (to === known) parents.push(from);
      if (found !== undefined) return;
      const promise = brokenStep ?? (to === known ? world.brokenIn(sorted) : undefined);
      if (promise !== undefined) found = { promise, from, label, to };
    });
  }
  const { cells, ledgers, hands } = world.parts;
  const figures = {
    states: states.size,
    edges: edgeCount,
    depth,
    parts: { cells: cells.size, ledgers: ledgers.size, hands: hands.size },
  };
  if (found !== undefined) {
    const trace = traceTo(world, states, parents, found.to, found);
    return { ...figures, complete: false, violation: { promise: found.promise, trace } };
  }
  const complete = from === states.size;
  if (!limits.liveness || !complete) return { ...figures, complete };
  const dead = unable(ends, states.size, firstEdge, edges);
  if (dead === undefined) return { ...figures, complete };
  const trace = traceTo(world, states, parents, dead);
  return { ...figures, complete, violation: { promise: 'every task can still end', trace } };
}

/** The first state from which no way leads to one of the `ends`, found by walking all edges backwards from those. */
function unable(ends: readonly number[], count: number, firstEdge: NumberList, edges: NumberList): number | undefined {
  const start = new Int32Array(count + 1);
  for (let edge = 0; edge < edges.length; edge++) (start[edges.at(edge) + 1] as number)++;
  for (let state = 0; state < count; state++)
    start[state + 1] = (start[state + 1] as number) + (start[state] as number);
  const sources = new Int32Array(edges.length);
  const filled = start.slice();
  for (let state = 0; state < count; state++) {
    const end = state + 1 < count ? firstEdge.at(state + 1) : edges.length;
    for (let edge = firstEdge.at(state); edge < end; edge++) {
      const to = edges.at(edge);
      sources[filled[to] as number] = state;
      filled[to] = (filled[to] as number) + 1;
    }
  }
  const seen = new Uint8Array(count);
  const stack = new Int32Array(count);
  let height = 0;
  for (const end of ends) {
    seen[end] = 1;
    stack[height++] = end;
  }
  while (height > 0) {
    const state = stack[--height] as number;
    for (let at = start[state] as number; at < (start[state + 1] as number); at++) {
      const source = sources[at] as number;
      if (seen[source] === 1) continue;
      seen[source] = 1;
      stack[height++] = source;
    }
  }
  const first = seen.indexOf(0);
  return first === -1 ? undefined : first;
}
