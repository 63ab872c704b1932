/** Whether what is shown is live, and if not, why. */

import { type LiveState, useLive } from '../state/live.js';
import { useMoment } from '../state/moment.js';
import { useWorld } from '../state/world.js';

const WORDS: Readonly<Record<LiveState, string>> = {
  off: 'not live',
  connecting: 'connecting',
  connected: 'live',
  lost: 'connection lost, trying again',
  hidden: 'paused while hidden',
};

export function LiveMark() {
  const { state } = useLive();
  const { at } = useMoment();
  const world = useWorld();
  const words = at !== null ? 'the past' : world.live ? WORDS[state] : 'recorded';
  return (
    <span class={`live live-${at === null ? state : 'off'}`} role="status" aria-label="Connection">
      <span class="live-dot" aria-hidden="true" />
      {words}
    </span>
  );
}
