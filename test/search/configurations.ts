/** The worlds that are searched whole. Their bounds were raised until one alone has two million states. */

import { type Bounds, SMALL } from './bounds.js';

const single = { orchestrators: 1, assistants: 1, scavengers: 1 } as const;

export const CONFIGURATIONS: readonly Bounds[] = [
  { ...SMALL, name: 'two of each essential, cap 1' },
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
