import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileNotifier } from '../../../src/adapters/filesystem/file-notifier.js';
import { aReport, notifierContract } from '../../contracts/notifier.contract.js';

let folder: string;
let file: string;

function open(): FileNotifier {
  folder = mkdtempSync(join(tmpdir(), 'sosw-reports-'));
  file = join(folder, 'reports', 'dead.ndjson');
  return new FileNotifier(file);
}

const written = () => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);

notifierContract('file', async () => ({
  notifier: open(),
  arrived: async () =>
    written().map((line) => {
      const { subject, body } = JSON.parse(line);
      return { subject, body };
    }),
  fail: async () => {
    rmSync(file, { force: true });
    mkdirSync(file);
  },
  dispose: async () => rmSync(folder, { recursive: true }),
}));

describe('FileNotifier', () => {
  let notifier: FileNotifier;
  beforeEach(() => {
    notifier = open();
  });
  afterEach(() => {
    chmodSync(folder, 0o700);
    rmSync(folder, { recursive: true });
  });

  it('writes one JSON object a line, with the target, into a file for its owner alone', async () => {
    await notifier.report([aReport(1)]);
    expect(written().map((line) => JSON.parse(line))).toEqual([aReport(1)]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('begins a new line behind half a one that a killed process left', async () => {
    await notifier.report([aReport(1)]);
    appendFileSync(file, '{"subject":"half');
    expect(await notifier.report([aReport(2)])).toEqual([true]);
    expect(written().map((line) => line.length > 20 && JSON.parse(line).subject)).toEqual([
      aReport(1).subject,
      false,
      aReport(2).subject,
    ]);
  });

  it('begins only one new line for calls that overlap', async () => {
    await notifier.report([aReport(1)]);
    appendFileSync(file, '{"subject":"half');
    await Promise.all([2, 3, 4].map((index) => notifier.report([aReport(index)])));
    expect(written()).toHaveLength(5);
    expect(written()).not.toContain('');
  });

  it('writes again after it could not', async () => {
    mkdirSync(file, { recursive: true });
    expect(await notifier.report([aReport(1)])).toEqual([false]);
    rmSync(file, { recursive: true });
    expect(await notifier.report([aReport(1)])).toEqual([true]);
    expect(written()).toHaveLength(1);
  });

  it.runIf(existsSync('/dev/full'))('answers false on a full disk', async () => {
    expect(await new FileNotifier('/dev/full').report([aReport(1)])).toEqual([false]);
  });
});
