/** The one way in which a release does anything: what is done is printed; in a dry run it is printed and not done. */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReleaseError } from './release-error.js';

export class Commands {
  readonly #root: string;
  readonly #isDry: boolean;

  constructor(root: string, { dryRun }: { dryRun: boolean }) {
    this.#root = root;
    this.#isDry = dryRun;
  }

  /** What a command that changes nothing says; asked in a dry run, too. */
  ask(command: string, ...args: string[]): string {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: this.#root, encoding: 'utf8' });
    if (status === 0) return stdout.trim();
    throw new ReleaseError(`${shown(command, args)}: ${error?.message ?? stderr.trim()}`);
  }

  run(command: string, ...args: string[]): void {
    console.log(`$ ${shown(command, args)}`);
    if (this.#isDry) return;
    const { status, error } = spawnSync(command, args, { cwd: this.#root, stdio: 'inherit' });
    if (status === 0) return;
    throw new ReleaseError(`${shown(command, args)} ended with ${error?.message ?? status}`);
  }

  /** `file` is relative to the root; `what` says in words what becomes of it. */
  write(file: string, text: string, what: string): void {
    console.log(`write ${file}: ${what}`);
    if (!this.#isDry) writeFileSync(join(this.#root, file), text);
  }
}

/** As it could be typed into a shell; a line break stands as \n, so that every command has one line. */
const shown = (command: string, args: readonly string[]): string => [command, ...args.map(quoted)].join(' ');

const quoted = (word: string): string =>
  /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''").replaceAll('\n', '\\n')}'`;
