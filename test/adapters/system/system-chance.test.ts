import { SystemChance } from '../../../src/adapters/system/system-chance.js';
import { chanceContract } from '../../contracts/chance.contract.js';

chanceContract('system', () => new SystemChance());
