/** Asks before something is done, and says so where it could not be done. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ApiError } from '../api.js';
import { Dialog } from './dialog.js';
import { Failure } from './failure.js';
import { asError } from '../state/as-error.js';

interface Properties {
  readonly title: ComponentChildren;
  /** On the button that does it. */
  readonly label: string;
  readonly isDestructive?: boolean;
  readonly isDisabled?: boolean;
  /** Whoever shows it shows something else in its place once it is done. */
  readonly isReplaced?: boolean;
  /** Rejects with an ApiError where it could not be done: then the dialogue stays. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function ConfirmDialog(properties: Properties) {
  const {
    title,
    label,
    isDestructive = false,
    isDisabled = false,
    isReplaced = false,
    onConfirm,
    onClose,
    children,
  } = properties;
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const confirm = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      if (!isReplaced) onClose();
    } catch (reason) {
      setError(asError(reason));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={confirm}>
        <div class="dialog-body">{children}</div>
        {error !== undefined && <Failure error={error} />}
        <div class="dialog-buttons">
          <button type="button" onClick={onClose}>
            Not now
          </button>
          <button type="submit" class={isDestructive ? 'danger' : 'primary'} disabled={isBusy || isDisabled}>
            {isBusy ? 'Working …' : label}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
