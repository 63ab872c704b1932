/** From a chunk tree to its tasks: one walk, lazily, for whatever is to be made of a task (an object, a line of text, a size). */

import type { JsonObject } from '../task.js';
import type { ChunkNode, Name } from './chunk-tree.js';
import { dateListAt, dateListCount, type JobDates } from './job-dates.js';

/** A job's tasks, not yet generated: the tree of its attributes, once or once for each date. */
export interface Chunks {
  readonly dates: JobDates;
  readonly tree: ChunkNode;
}

/** What is made of tasks. `Context` is what the walk has gathered on its way in: the keys that all tasks below share. */
export interface Emitter<Context, Task> {
  readonly start: Context;
  /** Inner keys over outer ones. */
  lay(outer: Context, entries: JsonObject): Context;
  /** The task that is nothing but its context. */
  whole(context: Context): Task;
  /** The maker of tasks that differ in one list only: each holds `names[from]` to `names[to - 1]` under the key. */
  series(context: Context, key: string): (names: readonly Name[], from: number, to: number) => Task;
}

/**
 * Number of tasks, exact up to 2^53: a tree has at most as many tasks as its job has values, and a job at most 100,000 dates, so
 * that only a job of more than 90,000 million values could pass it.
 */
export const taskCount = ({ dates, tree }: Chunks): number => dateListCount(dates) * tree.tasks;

/** The tasks from the `from`-th on, always in the same order: dates first, then the attributes as the job names them. */
export function* tasksOf<Context, Task>(
  { dates, tree }: Chunks,
  emitter: Emitter<Context, Task>,
  from = 0,
): Generator<Task, void, undefined> {
  const last = dateListCount(dates);
  let skip = from % tree.tasks;
  for (let index = Math.floor(from / tree.tasks); index < last; index++) {
    const context = emitter.lay(emitter.start, dateListAt(dates, index));
    for (const { names, size, first, make } of runsOf(tree, context, emitter, skip)) {
      for (let at = first; at < names.length; at += size) yield make(names, at, Math.min(at + size, names.length));
    }
    skip = 0;
  }
}

/** Neighbouring tasks that differ in one list only. The walk hands on runs, not tasks: resuming it costs a step a level. */
interface Run<Task> {
  readonly names: readonly Name[];
  readonly size: number;
  /** Index of the first name that is wanted. */
  readonly first: number;
  readonly make: (names: readonly Name[], from: number, to: number) => Task;
}

/** A task that differs from nobody is a run of one; its name is not looked at. */
const ALONE: readonly Name[] = [''];

/** The runs of a node without its first `skip` tasks; whole parts are passed over unread. */
function* runsOf<Context, Task>(
  node: ChunkNode,
  outer: Context,
  emitter: Emitter<Context, Task>,
  skip: number,
): Generator<Run<Task>, void, undefined> {
  const context = emitter.lay(outer, node.own);
  if (node.kind === 'leaf') {
    yield { names: ALONE, size: 1, first: 0, make: () => emitter.whole(context) };
    return;
  }
  let ahead = skip;
  for (const part of node.parts) {
    if (ahead >= part.tasks) {
      ahead -= part.tasks;
      continue;
    }
    if (part.kind === 'batches') {
      const { names, size } = part;
      yield { names, size, first: ahead * size, make: emitter.series(context, node.key) };
    } else {
      yield* runsOf(part.node, emitter.lay(context, { [node.key]: [part.name] }), emitter, ahead);
    }
    ahead = 0;
  }
}
