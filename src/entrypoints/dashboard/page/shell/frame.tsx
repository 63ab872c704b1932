/** Header, the bar of time, the panel that the address names, and what was just done. */

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AnnounceContext } from '../state/announce.js';
import { LiveContext, useLiveEvents } from '../state/live.js';
import { MomentContext, useMomentInAddress } from '../state/moment.js';
import { useRoute } from '../state/route.js';
import { useWorld } from '../state/world.js';
import { Header } from './header.js';
import { KeysDialog } from './keys-dialog.js';
import { OperationTray } from './operation-tray.js';
import { Page } from './page.js';
import { TimeBar } from './time-bar.js';
import { useKeys } from './use-keys.js';

const ANNOUNCED_MS = 6000;

export function Frame() {
  const world = useWorld();
  const moment = useMomentInAddress();
  const live = useLiveEvents(world.live && moment.at === null);
  const route = useRoute();
  const [said, setSaid] = useState('');
  const [areKeysShown, showKeys] = useState(false);
  const main = useRef<HTMLElement>(null);
  const place = route.path.join('/');
  const shownPlace = useRef(place);

  useKeys(() => showKeys(true));
  // With the change itself: later it would take the focus from what the reader has turned to meanwhile.
  useLayoutEffect(() => {
    if (shownPlace.current === place) return;
    shownPlace.current = place;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), ANNOUNCED_MS);
    return () => clearTimeout(timer);
  }, [said]);

  return (
    <MomentContext.Provider value={moment}>
      <LiveContext.Provider value={live}>
        <AnnounceContext.Provider value={setSaid}>
          <button type="button" class="skip" onClick={() => main.current?.focus()}>
            Skip to the content
          </button>
          <Header current={route.path[0] ?? ''} onKeys={() => showKeys(true)} />
          {world.past !== null && <TimeBar past={world.past} />}
          <main id="main" ref={main} tabIndex={-1}>
            <Page key={place} route={route} />
          </main>
          <div class="said" role="status">
            {said !== '' && <p>{said}</p>}
          </div>
          <OperationTray />
          {areKeysShown && <KeysDialog onClose={() => showKeys(false)} />}
        </AnnounceContext.Provider>
      </LiveContext.Provider>
    </MomentContext.Provider>
  );
}
