/** Configurations as files of their own folder, for tests that read them. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

/** Writes the files into a folder that goes with the test; gives the folder. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = filled(files);
  onTestFinished(() => removed(folder));
  return folder;
}

/** The same for all tests of a file or a suite: it goes when the last of them has ended. */
export function lastingFolderWith(files: Readonly<Record<string, string>>): string {
  const folder = filled(files);
  afterAll(() => removed(folder));
  return folder;
}

function filled(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sosw-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A process that was ended may be about to write its last. */
const removed = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
