import { expect, it } from 'vitest';
import { LocalFunctionSettings } from '../../../src/adapters/local/local-function-settings.js';
import { seconds } from '../../../src/domain/time.js';
import { functionSettingsContract } from '../../contracts/function-settings.contract.js';
import { aLabourer } from '../../support/a-labourer.js';

functionSettingsContract('local', () => ({
  settings: new LocalFunctionSettings(),
  configured: (timeout) => aLabourer('some_function', { settings: { timeout } }),
}));

const timeout = (settings: Record<string, unknown>) =>
  new LocalFunctionSettings().timeout(aLabourer('some_function', { duration: seconds(100), settings }));

it.each([
  ['the configured one', { local: { module: 'worker.js' }, timeout: 20 }, 20],
  ['the duration where none is configured', {}, 100],
  ['half a second', { timeout: 0.5 }, 0.5],
  ['no more than the duration, which an attempt has to end with', { timeout: 500 }, 100],
])('takes %s', async (_what, settings, expected) => {
  expect(await timeout(settings)).toBe(expected);
});

it.each([
  [{ timeout: '20' }, 'labourers.some_function.timeout'],
  [{ timeout: 0 }, 'labourers.some_function.timeout'],
  [{ timeout: -1 }, 'labourers.some_function.timeout'],
  [{ timeout: Number.NaN }, 'labourers.some_function.timeout'],
])('refuses %j and says where it stands', async (settings, path) => {
  await expect(timeout(settings)).rejects.toEqual(expect.objectContaining({ code: 'config.value', path }));
});
