/** A store behind a client that repeats a write whose answer it did not get, as an SDK does: what comes back is the second answer. */

import type { TaskStore } from '../../../src/application/ports/task-store.js';
import { storeMethods } from './store-methods.js';

/** `repeats` decides for each write. */
export const repeatingStore = (store: TaskStore, repeats: () => boolean): TaskStore => ({
  ...storeMethods(store),
  add: async (tasks) => {
    if (repeats()) await store.add(tasks);
    return store.add(tasks);
  },
  apply: async (transitions) => {
    if (repeats()) await store.apply(transitions);
    return store.apply(transitions);
  },
});
