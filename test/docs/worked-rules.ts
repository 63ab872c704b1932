/**
 * The worked examples of a page: what stands in one block goes in, what stands in the next has to come out. `text now` sets the
 * clock and `yaml config` the configuration of all that follow them.
 */

import { parse } from 'yaml';
import { allowance } from '../../src/domain/ecology/allowance.js';
import { decisionInWords, healthDecision } from '../../src/domain/ecology/health-decision.js';
import { RefusedError } from '../../src/domain/errors.js';
import { payloadsOf } from '../../src/domain/job/compile-job.js';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.js';
import { DocumentError } from '../../src/entrypoints/config/document-error.js';
import { type FencedBlock, fencedBlocks } from './fenced-blocks.js';
import { type RuleSettings, ruleSettings, scheduled } from './rule-settings.js';

export interface WorkedRule {
  /** `line 12, Batches: json job → json tasks`. */
  readonly title: string;
  readonly expected: unknown;
  /** What the product makes of the input, in the form of `expected`. */
  readonly actual: () => unknown;
}

interface State {
  readonly now: EpochSeconds | undefined;
  readonly settings: RuleSettings;
}

/** What may go in, and which blocks may say what comes out of it. */
const ANSWERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['json job', ['json tasks', 'text error', 'text warning']],
  ['json period', ['json dates', 'text error']],
  ['json values', ['text decision']],
  ['yaml config', ['text error']],
]);
/** Inputs whose outcome depends on the day. */
const TIMED = ['json job', 'json period'];
const ANSWER_INFOS = [...new Set([...ANSWERS.values()].flat())];

/** Throws for an input without its outcome, an outcome without input, and an example before the clock is set. */
export function workedRules(page: string): WorkedRule[] {
  const blocks = fencedBlocks(page);
  const rules: WorkedRule[] = [];
  let state: State = { now: undefined, settings: ruleSettings({}) };
  for (const [index, block] of blocks.entries()) {
    const answers = answersTo(block, blocks.slice(index + 1));
    if (block.info === 'text now') state = { ...state, now: instant(block) };
    if (block.info === 'yaml config' && answers.length === 0) state = { ...state, settings: settingsIn(block) };
    const { now, settings } = state;
    if (TIMED.includes(block.info) && now === undefined)
      throw new Error(`line ${block.line}: no "text now" before the example`);
    rules.push(...answers.map((answer) => ruleOf(block, answer, { now: now ?? epochSeconds(0), settings })));
    if (ANSWER_INFOS.includes(block.info) && !isAnswered(blocks.slice(0, index))) {
      throw new Error(`line ${block.line}: a block "${block.info}" without the input that leads to it`);
    }
  }
  return rules;
}

/** The outcomes that stand right behind an input: one, and after tasks a warning. */
function answersTo({ info, line }: FencedBlock, following: readonly FencedBlock[]): FencedBlock[] {
  const possible = ANSWERS.get(info);
  if (possible === undefined) return [];
  const end = following.findIndex((block) => !possible.includes(block.info));
  const answers = end === -1 ? [...following] : following.slice(0, end);
  if (answers.length === 0 && info !== 'yaml config') throw new Error(`line ${line}: "${info}" without an outcome`);
  return answers;
}

/** Whether the last block that is no outcome is an input. */
function isAnswered(before: readonly FencedBlock[]): boolean {
  const input = before.findLast(({ info }) => !ANSWER_INFOS.includes(info));
  return input !== undefined && ANSWERS.has(input.info);
}

function ruleOf(input: FencedBlock, answer: FencedBlock, { now, settings }: State & { now: EpochSeconds }): WorkedRule {
  return {
    title: `line ${input.line}, ${input.section}: ${input.info} → ${answer.info}`,
    expected: answer.info.startsWith('json') ? inOrder(answer, JSON.parse(answer.text)) : answer.text,
    actual: () => {
      if (answer.info === 'text error') return refusalOf(() => outcomeOf(input, settings, now, answer.info));
      return inOrder(answer, outcomeOf(input, settings, now, answer.info));
    },
  };
}

/** The order of tasks means nothing. */
const inOrder = ({ info }: FencedBlock, value: unknown): unknown =>
  info === 'json tasks' && Array.isArray(value) ? value.map((task) => JSON.stringify(sorted(task))).sort() : value;

const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));

function outcomeOf(input: FencedBlock, settings: RuleSettings, now: EpochSeconds, wanted: string): unknown {
  switch (input.info) {
    case 'json job': {
      const job = scheduled(JSON.parse(input.text), settings, now);
      if (wanted === 'text warning') return job.warnings.map(({ message }) => message).join('\n');
      return [...payloadsOf(job)];
    }
    case 'json period': {
      const [task] = payloadsOf(scheduled({ period: JSON.parse(input.text) }, settings, now));
      return task?.date_list;
    }
    case 'json values':
      return decisionOn(JSON.parse(input.text), settings);
    default:
      return settingsIn(input);
  }
}

/** The line that `sosw status` and the Orchestrator's log show, for the values of the first labourer's metrics; null is no data. */
function decisionOn(
  values: Readonly<Record<string, number | null>>,
  { labourers, coefficients }: RuleSettings,
): string {
  const [labourer] = labourers.all();
  if (labourer === undefined) throw new Error('no labourer is configured');
  const unknown = Object.keys(values).find((name) => !labourer.healthMetrics.some((metric) => metric.name === name));
  if (unknown !== undefined) throw new Error(`${labourer.id} has no metric ${unknown}`);
  const fetched = labourer.healthMetrics.map(({ name, details }) => {
    const value = values[name];
    return [details.key, { kind: 'datapoints', datapoints: typeof value === 'number' ? [value] : [] }] as const;
  });
  const decision = healthDecision(labourer, new Map(fetched), coefficients);
  if (decision.allowance !== allowance(labourer.cap, coefficients[decision.status]))
    throw new Error('not its allowance');
  return decisionInWords(decision);
}

/** As the command line tells it, but for the file and its line. */
function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const messages = error instanceof DocumentError ? error.problems.map(({ message }) => message) : [error.message];
    return [`refused (${error.code})`, ...messages.map((message) => `  ${message}`)].join('\n');
  }
  return 'not refused';
}

const settingsIn = ({ text }: FencedBlock): RuleSettings => ruleSettings(parse(text));

const instant = ({ text }: FencedBlock): EpochSeconds => epochSeconds(Date.parse(text.trim()) / 1000);
