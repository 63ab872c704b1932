/** Sets how many tasks of a labourer may run at once, in place of the configuration, or gives that back to it. */

import { useState } from 'preact/hooks';
import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { count } from '../../format/numbers.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { Field } from '../../parts/field.js';
import { useAct } from '../../parts/use-act.js';

interface Properties {
  readonly labourer: LabourerFacts;
  readonly onClose: () => void;
}

export function CapDialog({ labourer, onClose }: Properties) {
  const { labourer_id: id, configured_cap: configured, cap } = labourer;
  const [isConfigured, setConfigured] = useState(false);
  const [value, setValue] = useState(String(cap));
  const act = useAct();
  const isNumber = /^\d{1,6}$/.test(value);
  const confirm = async (): Promise<void> => {
    const chosen = isConfigured ? null : Number(value);
    await act('cap', { labourer: id, cap: chosen }, `The cap of ${id.slice(0, 80)} is ${count(chosen ?? configured)}.`);
  };
  return (
    <ConfirmDialog
      title="Set the cap"
      label="Set cap"
      isDisabled={!isConfigured && !isNumber}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>At most so many tasks run at once. It counts from the next decision on; what runs already goes on.</p>
      <Field name="Cap">
        {(id) => (
          <input
            id={id}
            type="number"
            min={0}
            max={999999}
            value={value}
            disabled={isConfigured}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
        )}
      </Field>
      <label class="check">
        <input
          type="checkbox"
          checked={isConfigured}
          onChange={(event) => setConfigured(event.currentTarget.checked)}
        />
        as the configuration has it ({count(configured)})
      </label>
    </ConfirmDialog>
  );
}
