import { MemoryFunctionSettings } from '../../../src/adapters/memory/memory-function-settings.js';
import { seconds } from '../../../src/domain/time.js';
import { functionSettingsContract } from '../../contracts/function-settings.contract.js';
import { aLabourer } from '../../support/a-labourer.js';

functionSettingsContract('memory', () => {
  const settings = new MemoryFunctionSettings();
  return {
    settings,
    configured: (timeout) => {
      const labourer = aLabourer();
      settings.timeouts.set(labourer.id, seconds(timeout));
      return labourer;
    },
  };
});
