import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXAMPLE, exampleOf } from '../../scripts/config-example.js';
import { loadConfig } from '../../src/entrypoints/config/load-config.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);

describe('the examples of docs/configuration.md', () => {
  it('are together a configuration that is read without a complaint', () => {
    const file = join(folder, 'sosw.yaml');
    writeFileSync(file, readFileSync(EXAMPLE, 'utf8'));
    writeFileSync(join(folder, 'resize-images.mjs'), 'export const resize = () => {};');
    writeFileSync(join(folder, 'hourly.json'), '{ "lambda_name": "import_prices" }');
    expect(loadConfig(file).warnings).toEqual([]);
  });

  it('are found under any name that their map holds', () => {
    expect(exampleOf('task_config.labourers.*.local.command', { short: false })).toBe('[ python3, import_prices.py ]');
    expect(exampleOf('task_config.labourers', { short: true })).toBe('{ resize_images: … }');
    expect(() => exampleOf('task_config.nothing', { short: false })).toThrow('has no task_config.nothing');
  });
});
