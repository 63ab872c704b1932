import { MemoryQueueFile } from '../../../src/adapters/memory/memory-queue-file.js';
import { queueFileContract } from '../../contracts/queue-file.contract.js';

queueFileContract('memory', async () => {
  const queueFile = new MemoryQueueFile();
  return {
    queueFile,
    forget: async (now) => void (await queueFile.orphans({ now, limit: 0 })),
    dispose: async () => {},
  };
});
