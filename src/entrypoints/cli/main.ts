#!/usr/bin/env node
/** The command line's first file. It loads as little as it can: each command's code comes when the command is called. */

import { version } from './version.js';

// A version is asked for by scripts, often: not even the parser is loaded for it.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  const [{ runProgram }, { allowReadersToLeave }] = await Promise.all([
    import('./program.js'),
    import('./terminal.js'),
  ]);
  allowReadersToLeave();
  process.exitCode = await runProgram(process.argv.slice(2));
}
