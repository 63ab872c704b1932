/** `sosw schedule`: makes tasks of a job and leaves them to whoever works the queue. */

import type { ScheduleOnAwsOptions } from '../aws/schedule-on-aws.js';
import type { Call, DataOptions } from '../command-module.js';
import { configOf } from '../configured.js';
import { dataDirectory } from '../data-directory.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { lastRun, readJobRequest, refuseAgainOfOwnId } from '../job-request.js';
import { TerminalLogger } from '../terminal-logger.js';
import { inNumbers, inTasks } from '../wording.js';

export interface ScheduleOptions extends DataOptions, ScheduleOnAwsOptions {
  readonly json?: true;
  readonly aws?: true;
}

export async function run(call: Call<ScheduleOptions>): Promise<ExitCode> {
  return call.options.aws ? (await import('../aws/schedule-on-aws.js')).scheduleOnAws(call) : scheduleHere(call);
}

async function scheduleHere({ args, options, terminal }: Call<ScheduleOptions>): Promise<ExitCode> {
  const config = configOf(options, terminal);
  const request = readJobRequest(args[0] ?? '-', config);
  if (options.again) refuseAgainOfOwnId(request);

  // Loaded when there is something to do: a refusal is to be quick.
  const { openLocalRuntime } = await import('../../composition/local.js');
  const logger = new TerminalLogger(terminal, terminal.note, { isVerbose: options.verbose === true });
  const runtime = await openLocalRuntime(config, { dataDirectory: dataDirectory(config, options), logger });
  try {
    const { scheduler, store } = runtime.parts;
    const last = await lastRun(request, store);
    const isNew = (await store.progress(request.identity(last))) === undefined;
    const number = options.again && !isNew ? last + 1 : last;
    const job = await scheduler.handle(request.event, { requestId: request.identity(number) });
    if (options.json) {
      terminal.printJson({ job_id: job.jobId, state: job.state, tasks: job.rows, added: job.added });
    } else if (job.state === 'finished' && job.added === 0) {
      terminal.print(`${job.jobId} was scheduled already: ${inTasks(job.rows)}. --again schedules it anew.`);
    } else {
      terminal.print(`${job.jobId}: ${inNumbers(job.added)} of ${inTasks(job.rows)} added to the queue.`);
    }
    if (job.state === 'held') terminal.note('Another process is making tasks of this job; they will all be there.');
    return EXIT.ok;
  } finally {
    await runtime.close();
  }
}
