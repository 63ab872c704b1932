/** `sosw explain`: why a labourer does not do more, or why a task is not running. */

import { explainLabourer } from '../../../application/views/explain.js';
import { taskLife } from '../../../application/views/task-life.js';
import { RefusedError } from '../../../domain/errors.js';
import { type LabourerId, taskId } from '../../../domain/ids.js';
import type { OperatorStore } from '../../composition/operator-store.js';
import type { Call } from '../command-module.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { now } from '../now.js';
import { decisionLines, reasonLines } from '../reasons-text.js';
import { didYouMean } from '../suggestion.js';
import { stateWord } from '../task-states.js';
import type { Terminal } from '../terminal.js';
import { type StoreOptions, withStore } from '../with-store.js';

export async function run({ args, options, terminal }: Call<StoreOptions>): Promise<ExitCode> {
  await withStore({ options, terminal }, async (data) => {
    const name = args[0] ?? '';
    const labourer = data.labourers.find(name);
    const { facts, text } = await (labourer === undefined
      ? ofTask(name, data, terminal)
      : ofLabourer(labourer.id, data, terminal));
    if (options.json) terminal.printJson(facts);
    else terminal.print(text);
  });
  return EXIT.ok;
}

async function ofLabourer(id: LabourerId, data: OperatorStore, terminal: Terminal) {
  const facts = await explainLabourer(data, id, now());
  const decisions = decisionLines(facts.decisions, terminal);
  const text = [
    `Why does ${terminal.colors.bold(id)} not do more now?`,
    ...reasonLines(facts.reasons, terminal),
    ...(decisions.length === 0 ? [] : ['', 'Decisions, the newest first', ...decisions]),
  ].join('\n');
  return { facts, text };
}

async function ofTask(name: string, data: OperatorStore, terminal: Terminal) {
  if ((await data.store.get(taskId(name))) === undefined) throw unknown(name, data);
  const facts = await taskLife(data, taskId(name), now(), { live: true });
  const title = `${terminal.colors.bold(facts.task.task_id)} is ${stateWord(facts.task.state)}`;
  return { facts, text: [title, ...reasonLines(facts.explanation, terminal)].join('\n') };
}

const unknown = (name: string, { labourers }: OperatorStore): RefusedError =>
  new RefusedError('explain.unknown', {
    path: 'name',
    expected: 'a labourer of the configuration, or the id of a task',
    found: name,
    ...didYouMean(
      name,
      labourers.all().map(({ id }) => id),
    ),
  });
