/** A process with a LocalInvoker that it does not close: `ends` lets a module end, `leaves` exits while a program runs. */

import { LocalInvoker } from '../../../src/adapters/local/local-invoker.js';
import { aLabourer } from '../../support/a-labourer.js';
import { builtThreadEntry } from '../../support/built.js';

const module = new URL('./workers/workers.mjs', import.meta.url);
const isLeaving = process.argv[2] === 'leaves';

const invoker = new LocalInvoker({
  workerOf: () => (isLeaving ? { command: ['sh', '-c', 'echo $$; exec sleep 60'] } : { module }),
  threadEntry: builtThreadEntry(),
  onEnd: ({ outcome }) => console.log(outcome),
  onOutput: (_labourer, _task, _stream, text) => {
    console.log(text.trim());
    process.exit();
  },
  maxThreads: 1,
  processName: 'test',
});
await invoker.invoke(aLabourer(), {});
