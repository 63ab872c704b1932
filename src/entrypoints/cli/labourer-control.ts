/** An operation on labourers: all names are looked up before anything is changed, and what was done is recorded with who did it. */

import type { OperationRecord } from '../../application/ports/operation-log.js';
import { operationFacts } from '../../application/views/operations.js';
import type { LabourerId } from '../../domain/ids.js';
import type { OperatorStore } from '../composition/operator-store.js';
import { byWhom } from './by-whom.js';
import type { Call } from './command-module.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { knownLabourer } from './known-names.js';
import { type StoreOptions, withStore } from './with-store.js';

export interface ControlOptions extends StoreOptions {
  readonly dryRun?: true;
}

export interface LabourerControl {
  readonly action: 'pause' | 'resume' | 'cap';
  /** What else it is asked for. */
  readonly target?: { readonly cap: number | null };
  /** After the labourer's name: `paused; …`, and `would be paused` for a dry run. */
  readonly told: string;
  readonly wouldBe: string;
  readonly act: (controls: OperatorStore['controls'], id: LabourerId, by: string) => Promise<OperationRecord>;
}

/** `names` as they were typed. */
export async function control(
  { options, terminal }: Pick<Call<ControlOptions>, 'options' | 'terminal'>,
  names: readonly string[],
  { action, target, told, wouldBe, act }: LabourerControl,
): Promise<ExitCode> {
  return withStore({ options, terminal }, async ({ controls, labourers }) => {
    const ids = [...new Set(names.map((name) => knownLabourer(name, labourers).id))];
    if (options.dryRun) {
      if (options.json) {
        const operations = ids.map((id) => ({ action, target: { labourer_id: id, ...target } }));
        terminal.printJson({ dry_run: true, operations });
      } else for (const id of ids) terminal.print(`${id}: ${wouldBe}`);
      return EXIT.ok;
    }
    const by = byWhom();
    const operations: OperationRecord[] = [];
    for (const id of ids) {
      const record = await act(controls, id, by);
      operations.push(record);
      if (!options.json) terminal.print(`${id}: ${record.state === 'failed' ? `failed: ${record.error}` : told}`);
    }
    if (options.json) terminal.printJson({ operations: operations.map(operationFacts) });
    return operations.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.ok;
  });
}
