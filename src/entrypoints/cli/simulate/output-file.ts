/** A file that a command writes: whole or not at all, and never over what the command was made of. */

import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { RefusedError } from '../../../domain/errors.js';

/** Refuses (`output.file`), before there is anything to write, a place that nothing can be written to. */
export function refuseUnlessWritable(option: string, file: string, inputs: readonly (string | undefined)[]): void {
  const refuse = (expected: string): never => {
    throw new RefusedError('output.file', { path: option, expected, found: file });
  };
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) refuse('the name of a file, not of a folder or a device');
  if (statSync(dirname(resolve(file)), { throwIfNoEntry: false })?.isDirectory() !== true) {
    refuse('a file in a folder that there is');
  }
  const same = inputs.find((input) => input !== undefined && input !== '-' && isSame(input, file));
  if (same !== undefined) refuse(`another file than ${same}, which is read`);
}

function isSame(one: string, other: string): boolean {
  if (resolve(one) === resolve(other)) return true;
  const [found, known] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return found !== undefined && known !== undefined && found.ino === known.ino && found.dev === known.dev;
}

/** Writes beside the file first, so that whoever reads it finds the old text or the new one. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    writeFileSync(unfinished, text, { flag: 'wx' });
    renameSync(unfinished, file);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RefusedError('output.file', { path: file, expected: 'a file that can be written', hint: reason });
  }
}
