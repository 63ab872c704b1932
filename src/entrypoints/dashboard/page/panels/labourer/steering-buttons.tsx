/** Pause, resume and cap of a labourer. */

import { useState } from 'preact/hooks';
import type { LabourerFacts } from '../../../../../application/views/facts.js';
import { ConfirmDialog } from '../../parts/confirm-dialog.js';
import { Foreign } from '../../parts/foreign.js';
import { useAct } from '../../parts/use-act.js';
import { CapDialog } from './cap-dialog.js';

export function SteeringButtons({ labourer }: { readonly labourer: LabourerFacts }) {
  const [dialog, setDialog] = useState<'pause' | 'resume' | 'cap'>();
  const act = useAct();
  const { labourer_id: id, paused } = labourer;
  const close = (): void => setDialog(undefined);
  const steer = async (action: 'pause' | 'resume'): Promise<void> => {
    await act(action, { labourer: id }, `${action === 'pause' ? 'Paused' : 'Resumed'} ${id.slice(0, 80)}.`);
  };
  return (
    <>
      {paused ? (
        <button type="button" class="primary" onClick={() => setDialog('resume')}>
          Resume
        </button>
      ) : (
        <button type="button" onClick={() => setDialog('pause')}>
          Pause
        </button>
      )}
      <button type="button" onClick={() => setDialog('cap')}>
        Set cap
      </button>
      {dialog === 'pause' && (
        <ConfirmDialog title="Pause?" label="Pause" isDestructive onConfirm={() => steer('pause')} onClose={close}>
          <p>
            No further task of <Foreign text={id} limit={80} /> is started until somebody resumes it. Those that run go
            on.
          </p>
        </ConfirmDialog>
      )}
      {dialog === 'resume' && (
        <ConfirmDialog title="Resume?" label="Resume" onConfirm={() => steer('resume')} onClose={close}>
          <p>
            Tasks of <Foreign text={id} limit={80} /> are started again, as many as its health allows.
          </p>
        </ConfirmDialog>
      )}
      {dialog === 'cap' && <CapDialog labourer={labourer} onClose={close} />}
    </>
  );
}
