/** What a job may well not mean, though nothing is wrong with it: told to its author, never in the way. */

export interface JobWarning {
  /** Stable, as the codes of errors are: `job.flag_without_attribute`. */
  readonly code: string;
  /** Where in the job. */
  readonly path: string;
  /** For people; may change. */
  readonly message: string;
}
