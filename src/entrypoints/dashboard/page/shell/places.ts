/** The pages that the navigation names, each with the key that goes there after `g`. */

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly key: string;
}

export const PLACES: readonly Place[] = [
  { path: '', name: 'Overview', key: 'o' },
  { path: 'jobs', name: 'Jobs', key: 'j' },
  { path: 'tasks', name: 'Tasks', key: 't' },
  { path: 'dead', name: 'Dead letters', key: 'd' },
  { path: 'operations', name: 'Operations', key: 'p' },
  { path: 'cost', name: 'Cost', key: 'c' },
];
