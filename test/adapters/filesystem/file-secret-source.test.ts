import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileSecretSource } from '../../../src/adapters/filesystem/file-secret-source.js';
import { SECRETS, secretSourceContract } from '../../contracts/secret-source.contract.js';

let folder: string;

function open(): FileSecretSource {
  folder = mkdtempSync(join(tmpdir(), 'sosw-secrets-'));
  return new FileSecretSource(folder);
}

const write = (name: string, text: string, mode = 0o600) => {
  writeFileSync(join(folder, name), text);
  chmodSync(join(folder, name), mode);
};

secretSourceContract('files', async () => {
  const secrets = open();
  for (const [name, text] of Object.entries(SECRETS)) write(name, text);
  return { secrets, dispose: async () => rmSync(folder, { recursive: true }) };
});

describe('FileSecretSource', () => {
  const exposed = expect.objectContaining({ code: 'secret.exposed' });
  let secrets: FileSecretSource;
  beforeEach(() => {
    secrets = open();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['value\n', 'value'],
    ['value\r\n', 'value'],
    ['two\nlines\n\n', 'two\nlines\n'],
  ])('gives %j without the newline that an editor adds', async (text, secret) => {
    write('key', text);
    expect(await secrets.get('key')).toBe(secret);
  });

  it.skipIf(process.platform === 'win32').each([0o640, 0o604, 0o620, 0o601])(
    'refuses a file with the rights %o, which are not its owner’s alone',
    async (mode) => {
      write('key', 'value', mode);
      await expect(secrets.get('key')).rejects.toEqual(exposed);
    },
  );

  it('tells nothing of a secret that it refuses', async () => {
    write('key', 'the value', 0o644);
    const error = await secrets.get('key').catch((refusal: Error) => refusal);
    expect(JSON.stringify(error) + String(error)).not.toContain('the value');
  });

  it('refuses links, folders and pipes', async () => {
    write('key', 'value');
    symlinkSync(join(folder, 'key'), join(folder, 'link'));
    mkdirSync(join(folder, 'sub'), { mode: 0o700 });
    spawnSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    for (const name of ['link', 'sub', 'pipe']) await expect(secrets.get(name)).rejects.toEqual(exposed);
  });

  it('refuses what is too long to be a secret', async () => {
    write('key', 'x'.repeat(65_537));
    await expect(secrets.get('key')).rejects.toEqual(exposed);
  });

  it.each(['../key', 'a/b', '', '.', '..', '.hidden', 'a\0b', 'ä', 'x'.repeat(201)])(
    'refuses the name %j',
    async (name) => {
      await expect(secrets.get(name)).rejects.toEqual(expect.objectContaining({ code: 'secret.name' }));
    },
  );

  it('is unavailable, for the time being, where the folder is none', async () => {
    write('key', 'value');
    const within = new FileSecretSource(join(folder, 'key'));
    const unavailable = expect.objectContaining({ code: 'secret.unavailable', retryable: true });
    await expect(within.get('any')).rejects.toEqual(unavailable);
  });
});
