/** `sosw init`: writes the first-worker example of this package into a folder of one's own. */

import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RefusedError } from '../../../domain/errors.js';
import type { Call, GlobalOptions } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';

/** As the package has it; four folders above the compiled file as above the source. */
const EXAMPLE = fileURLToPath(new URL('../../../../examples/first-worker/', import.meta.url));

export interface InitOptions extends GlobalOptions {
  readonly json?: true;
}

/** Refuses (`init.exists`) before anything is written when one of the files is there already. */
export async function run({ args, options, terminal }: Call<InitOptions>): Promise<ExitCode> {
  const folder = resolve(args[0] ?? '.');
  const files = readdirSync(EXAMPLE).filter((name) => !name.startsWith('.'));
  const taken = files.filter((name) => existsSync(join(folder, name)));
  if (taken.length > 0) {
    throw new RefusedError('init.exists', {
      path: folder,
      expected: `a folder without ${files.join(', ')}`,
      found: taken,
    });
  }
  mkdirSync(folder, { recursive: true });
  for (const name of files) copyFileSync(join(EXAMPLE, name), join(folder, name));

  if (options.json) {
    terminal.printJson({ folder, files });
    return EXIT.ok;
  }
  const into = args[0] === undefined || args[0] === '.' ? '' : `cd ${args[0]} && `;
  terminal.print(`Wrote ${files.join(', ')} into ${folder}`);
  terminal.print(`\nNext:\n  ${into}sosw plan job.json\n  ${into}sosw run job.json`);
  return EXIT.ok;
}
