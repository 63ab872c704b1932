/** How long `sosw --version` takes, beside a Node that does nothing. */

import { processMs } from '../support/measured-process.js';
import { CLI } from '../support/built.js';
import { byTurns, type Scenario } from '../support/scenario.js';

export const versionCold: Scenario = async ({ size }) => {
  const { node, version } = await byTurns(size(15, 3), {
    node: () => processMs(['-e', '0']),
    version: () => processMs([CLI, '--version']),
  });
  return [
    {
      what: 'sosw --version',
      unit: 'ms',
      samples: version,
      peer: { what: 'node -e 0', samples: node },
      reach: { atMost: 150 },
    },
  ];
};
