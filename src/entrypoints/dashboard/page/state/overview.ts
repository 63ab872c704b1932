/** All labourers at the moment that is looked at: pushed while it is now, asked for otherwise. */

import type { OverviewFacts } from '../../../../application/views/facts.js';
import { useLive } from './live.js';
import { useAtMoment, useMoment } from './moment.js';
import { type Answer, useFacts } from './use-facts.js';

export function useOverview(): Answer<OverviewFacts> {
  const { at } = useMoment();
  const { overview, state } = useLive();
  const atMoment = useAtMoment();
  const isPushed = at === null && overview !== null && state !== 'off';
  const asked = useFacts<OverviewFacts>(isPushed ? null : atMoment('api/overview'), 1);
  return isPushed ? { facts: overview, error: undefined, again: asked.again } : asked;
}
