/** A store behind a client that repeats a write whose answer it did not get, as an SDK does: what comes back is the second answer. */

import type { TaskStore } from '../../../src/application/ports/task-store.js';

/** `repeats` decides for each write. */
export const repeatingStore = (store: TaskStore, repeats: () => boolean): TaskStore => ({
  add: async (tasks) => {
    if (repeats()) await store.add(tasks);
    return store.add(tasks);
  },
  apply: async (transitions) => {
    if (repeats()) await store.apply(transitions);
    return store.apply(transitions);
  },
  get: (taskId) => store.get(taskId),
  open: (query) => store.open(query),
  countOpen: (query) => store.countOpen(query),
  retrying: (query) => store.retrying(query),
  closed: (query) => store.closed(query),
  unreported: (query) => store.unreported(query),
  progress: (jobId) => store.progress(jobId),
});
