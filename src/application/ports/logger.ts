/** Where the product writes down what it does, for people who look for a cause. */

/** Facts beside the message, by name: `labourerId`, `taskId`, `code`. */
export type LogContext = Readonly<Record<string, unknown>>;

/**
 * `message` is constant, what varies is in `context`, so that logs can be counted by message. Secrets and payloads never appear above
 * debug, in neither of the two. Never throws: a log that cannot be written must not stop the work.
 */
export interface Logger {
  debug(message: string, context?: LogContext): void;
  info(message: string, context?: LogContext): void;
  /** Something is wrong and the product goes on without it. */
  warn(message: string, context?: LogContext): void;
  /** Something that was asked for did not happen. */
  error(message: string, context?: LogContext): void;
}
