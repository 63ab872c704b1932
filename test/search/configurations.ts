/** The worlds that are searched whole. Their bounds were raised until one alone has two million states. */

import { type Bounds, SMALL } from './bounds.js';

const single = { orchestrators: 1, assistants: 1, scavengers: 1 } as const;

export const CONFIGURATIONS: readonly Bounds[] = [
  { ...SMALL, name: '3 tasks, two of each essential, cap 2', tasks: 3, allowances: [2], maxAttempts: 1 },
  { ...SMALL, name: '3 tasks, two of each essential, cap 1', tasks: 3, maxAttempts: 1 },
  { ...SMALL, name: '2 tasks, 2 attempts, two of each essential, cap 1' },
  { ...SMALL, ...single, name: '2 tasks, 2 attempts, cap 2', allowances: [2] },
  {
    ...SMALL,
    ...single,
    name: 'a cap that is lowered from 2 to 1',
    allowances: [2, 1],
    lowering: true,
    maxAttempts: 1,
  },
  { ...SMALL, ...single, name: 'an index that lags, 2 tasks', slowStore: true, maxAttempts: 1 },
  { ...SMALL, ...single, name: 'an index that lags, 2 attempts', slowStore: true, tasks: 1 },
  { ...SMALL, ...single, name: 'operators who cancel and redrive', tasks: 1, cancels: true, redrives: 1 },
  { ...SMALL, name: 'slow writes of the row', assistants: 1, scavengers: 1, slowLedger: true },
  { ...SMALL, ...single, name: 'pausing', pausing: true, maxAttempts: 1 },
  {
    ...SMALL,
    name: 'unnumbered messages',
    tasks: 1,
    numbered: false,
    archiveOnCompletion: false,
    failsThenCompletes: true,
  },
  { ...SMALL, name: 'expiries rounded up', tasks: 1, tick: 30 },
];
