/** Errors as the command line tells them: for people on standard error, for machines as one object on standard output. */

import { RefusedError, SoswError } from '../../domain/errors.js';
import { DocumentError } from '../config/document-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import type { Terminal } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Tells the error and gives the code to exit with. */
export function tellFailure(
  error: unknown,
  terminal: Terminal,
  options: { readonly json?: boolean; readonly verbose?: boolean },
): ExitCode {
  const { noteColors: colors } = terminal;
  if (options.json) terminal.printJson({ error: errorFacts(error) });
  if (error instanceof UsageError) {
    terminal.note(`error: ${error.message}`);
    return EXIT.usage;
  }
  const kind = error instanceof RefusedError ? 'refused' : 'failed';
  const code = error instanceof SoswError ? ` (${error.code})` : '';
  terminal.note(`${colors.red(`${kind}${code}`)}\n${indented(messageOf(error))}`);
  if (options.verbose && error instanceof Error) terminal.note(colors.dim(stackOf(error)));
  return error instanceof RefusedError ? EXIT.refused : EXIT.failed;
}

function messageOf(error: unknown): string {
  if (isSqliteMissing(error)) return SQLITE_MISSING;
  if (error instanceof SoswError) return error.retryable ? `${error.message}\nTrying again may help.` : error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `${message}\nThis was not expected; --verbose shows where it arose.`;
}

/** An optional dependency: who only writes workers need not have a compiler where there is no prebuilt binary. */
const SQLITE_MISSING =
  'better-sqlite3 is not installed, and what runs on this machine is kept in SQLite.\nnpm install better-sqlite3   (it is compiled where there is no binary: that needs a C++ toolchain and Python)';

const isSqliteMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === 'ERR_MODULE_NOT_FOUND' &&
  error.message.includes("'better-sqlite3'");

const indented = (text: string): string => text.replace(/^/gm, '  ');

function stackOf(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by ${stackOf(error.cause)}` : own;
}

function errorFacts(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof UsageError) return { code: 'usage', message: error.message };
  if (!(error instanceof SoswError)) return { code: 'unexpected', message: messageOf(error) };
  const { code, message, retryable } = error;
  return {
    code,
    message,
    retryable,
    ...(error instanceof RefusedError ? { path: error.path, expected: error.expected } : {}),
    ...(error instanceof DocumentError ? { file: error.file, problems: error.problems } : {}),
  };
}
