/** Long operations that go on, and the last that ended, at the page's edge until they are put away. */

import { useState } from 'preact/hooks';
import { OperationProgress } from '../parts/operation-progress.js';
import { isGoing, useLive } from '../state/live.js';

const BULK = new Set(['retry', 'redrive', 'cancel']);
const SHOWN = 3;

export function OperationTray() {
  const { operations } = useLive();
  const [putAway, setPutAway] = useState<ReadonlySet<string>>(new Set());
  const shown = [...operations.values()]
    .filter(({ operation_id, action }) => BULK.has(action) && !putAway.has(operation_id))
    .slice(-SHOWN);
  if (shown.length === 0) return null;
  return (
    <aside class="tray" aria-label="Operations">
      {shown.map((operation) => (
        <div key={operation.operation_id} class="tray-item">
          <OperationProgress operation={operation} />
          {!isGoing(operation) && (
            <button
              type="button"
              class="quiet"
              aria-label={`Put away: ${operation.action}`}
              onClick={() => setPutAway(new Set([...putAway, operation.operation_id]))}
            >
              <span aria-hidden="true">✕</span>
            </button>
          )}
        </div>
      ))}
    </aside>
  );
}
