import { MemorySecretSource } from '../../../src/adapters/memory/memory-secret-source.js';
import { SECRETS, secretSourceContract } from '../../contracts/secret-source.contract.js';

secretSourceContract('memory', async () => ({ secrets: new MemorySecretSource(SECRETS), dispose: async () => {} }));
