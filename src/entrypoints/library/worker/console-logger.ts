/** The logger of a worker that has none of its own: one JSON line on the console, as Lambda's log takes it. */

import { errorFacts } from './report-message.js';
import type { WorkerLogger } from './attempt-runner.js';

const line = (message: string, facts: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ message, ...facts, ...(facts.error === undefined ? {} : { error: errorFacts(facts.error) }) });

export const consoleLogger: WorkerLogger = {
  debug: (message, facts) => console.debug(line(message, facts)),
  warn: (message, facts) => console.warn(line(message, facts)),
  error: (message, facts) => console.error(line(message, facts)),
};
