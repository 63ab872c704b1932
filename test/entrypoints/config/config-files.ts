/** Configurations as files of their own folder, for tests that read them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** Writes the files into a folder that goes with the test; gives the folder. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = filled(files);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same for all tests of a file or a suite: it goes when the last of them has ended. */
export function lastingFolderWith(files: Readonly<Record<string, string>>): string {
  const folder = filled(files);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function filled(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sosw-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}
