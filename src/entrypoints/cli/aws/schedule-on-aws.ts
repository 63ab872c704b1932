/** `sosw schedule --aws`: the job is checked against the deployment's documents and given to its Scheduler. */

import { readJobEvent } from '../../../domain/job/job.js';
import { jobId } from '../../../domain/ids.js';
import type { JsonObject } from '../../../domain/task.js';
import { isJsonObject } from '../../../domain/worker-event.js';
import { awsConfig } from '../../composition/aws-operator.js';
import type { Call } from '../command-module.js';
import { warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { readJobRequest, refuseAgainOfOwnId } from '../job-request.js';
import type { Terminal } from '../terminal.js';
import { inNumbers, inTasks } from '../wording.js';
import type { DeploymentOptions } from './aws-options.js';
import { onAws } from './on-aws.js';
import { callScheduler } from './scheduler-function.js';

export interface ScheduleOnAwsOptions extends DeploymentOptions {
  readonly again?: true;
  readonly async?: true;
  /** Default: `<prefix>_scheduler`. */
  readonly function?: string;
}

export function scheduleOnAws({ args, options, terminal }: Call<ScheduleOnAwsOptions>): Promise<ExitCode> {
  return onAws(options, async (region) => {
    const { table, env, prefix, function: functionName = `${prefix}_scheduler` } = options;
    const config = await awsConfig({ region, table, env }, nameIn(functionName));
    for (const { message } of config.warnings) warn(terminal, message);
    const request = readJobRequest(args[0] ?? '-', config);
    if (options.again) refuseAgainOfOwnId(request);
    // Counting the runs that there were would read every task of them; the second is another run as well.
    const first = request.identity(1);
    const id = options.again ? jobId(`${first}-${new Date().toISOString()}`) : first;
    const isQueued = options.async === true;
    const event = request.hasOwnId ? request.event : identified(request.event, id);
    const answer = await callScheduler({ region, functionName, event, isQueued });
    if (options.json) terminal.printJson(facts(answer, id));
    else terminal.print(answer === undefined ? `${id}: handed to ${functionName}.` : told(answer, terminal));
    return EXIT.ok;
  });
}

/** The name in a function's ARN, after which its document is called. */
const nameIn = (functionName: string): string => /function:([^:]+)/.exec(functionName)?.[1] ?? functionName;

/** The same job under an identity: sent twice, after an answer was lost, it is scheduled once. */
function identified(event: JsonObject, id: string): JsonObject {
  const read = readJobEvent(event);
  if (read.kind === 'sibling') return event;
  return { labourer_id: read.labourer, job_id: id, job: read.job };
}

const facts = (answer: unknown, id: string) => {
  const { jobId: own, state, rows, added } = answerOf(answer);
  return answer === undefined ? { job_id: id, state: 'queued' } : { job_id: own ?? id, state, tasks: rows, added };
};

interface Answer {
  readonly jobId?: string;
  readonly state?: string;
  readonly rows?: number;
  readonly added?: number;
}

/** Another version of the Scheduler may answer something else, which is shown as it is. */
const answerOf = (answer: unknown): Answer => (isJsonObject(answer as never) ? (answer as Answer) : {});

function told(answer: unknown, terminal: Terminal): string {
  const { jobId: id, state, rows, added } = answerOf(answer);
  if (id === undefined || rows === undefined || added === undefined) return JSON.stringify(answer);
  if (state === 'finished' && added === 0) {
    return `${id} was scheduled already: ${inTasks(rows)}. --again schedules it anew.`;
  }
  if (state === 'held') terminal.note('Another run of the Scheduler makes tasks of this job; they will all be there.');
  if (state === 'continued') terminal.note('The Scheduler goes on making tasks of this job; they will all be there.');
  return `${id}: ${inNumbers(added)} of ${inTasks(rows)} added to the queue.`;
}
