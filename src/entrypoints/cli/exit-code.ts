/** What a command's exit code says; docs/cli.md has the table. */

export const EXIT = {
  ok: 0,
  /** What was asked for was not, or not wholly, achieved: dead tasks, a store that does not answer. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** The configuration, the job or a task does not allow it; nothing was written. */
  refused: 3,
  /** Stopped by Ctrl-C or a termination signal; the same command continues. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
