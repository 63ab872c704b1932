/** `sosw plan`: what a job would become, without a database and without expanding it. */

import { payloadLinesOf } from '../../../domain/job/compile-job.js';
import { type JobPlan, planOf } from '../../../domain/job/plan.js';
import type { EpochSeconds } from '../../../domain/time.js';
import { epochSeconds } from '../../../domain/time.js';
import type { Call, ConfigOptions } from '../command-module.js';
import { compileEvent } from '../compile-event.js';
import { configOf, warn } from '../configured.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { inJobFile, readJobFile } from '../job-file.js';
import { writeLines } from '../line-output.js';
import type { Terminal } from '../terminal.js';
import { inBytes, inNumbers, inTasks } from '../wording.js';

export interface PlanOptions extends ConfigOptions {
  readonly now?: Date;
  readonly ndjson?: true;
}

export async function run({ args, options, terminal }: Call<PlanOptions>): Promise<ExitCode> {
  const config = configOf(options, terminal);
  const now = epochSeconds((options.now ?? new Date()).getTime() / 1000);
  const file = readJobFile(args[0] ?? '-');
  const { job } = inJobFile(file, () => compileEvent(file.event, config, now));
  const { maxTasksPerJob: maxTasks, payloadLimit } = config.schedulerSettings;

  if (options.ndjson) {
    for (const { path, message } of job.warnings) warn(terminal, `${path}: ${message}`);
    if (job.tasks > maxTasks) warn(terminal, tooMany(job.tasks, maxTasks));
    writeLines(payloadLinesOf(job));
    return EXIT.ok;
  }
  const plan = planOf(job, { maxTasks });
  const tooLarge = plan.payloadBytes.max > payloadLimit ? [tooLargePayload(plan, payloadLimit)] : [];
  for (const message of [...plan.warnings.map(({ path, message }) => `${path}: ${message}`), ...tooLarge]) {
    warn(terminal, message);
  }
  if (options.json) terminal.printJson(planFacts(plan, now, payloadLimit));
  else terminal.print(planText(plan, terminal));
  return EXIT.ok;
}

const tooMany = (tasks: number, max: number): string =>
  `${inTasks(tasks)} are more than max_tasks_per_job (${inNumbers(max)}): schedule and run would refuse them`;

const tooLargePayload = ({ payloadBytes }: JobPlan, limit: number): string =>
  `a payload of ${inNumbers(payloadBytes.max)} bytes is over the limit (${inNumbers(limit)}): schedule and run would refuse it`;

const planFacts = (plan: JobPlan, now: EpochSeconds, payloadLimit: number) => ({
  labourer_id: plan.labourerId,
  tasks: plan.tasks,
  payload_bytes: plan.payloadBytes,
  payload_limit: payloadLimit,
  chunkable_attrs: plan.chunkableAttrs,
  dates: plan.dates,
  first: plan.first,
  last: plan.last,
  warnings: plan.warnings,
  now: new Date(now * 1000).toISOString(),
});

/** Payloads are shown up to so many characters; `--json` has them whole. */
const SHOWN = 160;

function planText(plan: JobPlan, { colors }: Terminal): string {
  const { min, max, total } = plan.payloadBytes;
  const dates = plan.dates.length > 2 ? [plan.dates[0], '…', plan.dates.at(-1)] : plan.dates;
  const shown = (payload: object): string => {
    const text = JSON.stringify(payload);
    return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  };
  const hidden = plan.tasks - plan.first.length - plan.last.length;
  const payloads =
    hidden > 0
      ? [...plan.first.map(shown), colors.dim(`… ${inNumbers(hidden)} more …`), ...plan.last.map(shown)]
      : [...plan.first, ...plan.last.slice(-hidden)].map(shown);
  return [
    `${colors.bold(inTasks(plan.tasks))} for ${colors.bold(plan.labourerId)}`,
    `  chunked by  ${plan.chunkableAttrs.join(' › ') || 'nothing'}`,
    ...(dates.length > 0 ? [`  dates       ${dates.join(' ')} (${inNumbers(plan.dates.length)})`] : []),
    `  payloads    ${min === max ? inNumbers(min) : `${inNumbers(min)} to ${inNumbers(max)}`} bytes each, ${inBytes(total)} in all`,
    '',
    ...payloads.map((line) => `  ${line}`),
  ].join('\n');
}
