/** A store's methods as they are, for a store that is another one but for some of them. */

import type { TaskStore } from '../../../src/application/ports/task-store.js';

export const storeMethods = (store: TaskStore): TaskStore => ({
  add: (tasks) => store.add(tasks),
  apply: (transitions) => store.apply(transitions),
  get: (taskId) => store.get(taskId),
  open: (query) => store.open(query),
  countOpen: (query) => store.countOpen(query),
  retrying: (query) => store.retrying(query),
  closed: (query) => store.closed(query),
  unreported: (query) => store.unreported(query),
  progress: (jobId) => store.progress(jobId),
  ofJob: (query) => store.ofJob(query),
});
