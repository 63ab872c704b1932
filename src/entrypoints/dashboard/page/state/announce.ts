/** Short sentences about what was just done, shown for a while and read out by screen readers. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export const AnnounceContext = createContext<(text: string) => void>(() => undefined);

export const useAnnounce = (): ((text: string) => void) => useContext(AnnounceContext);
