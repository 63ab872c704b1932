/** Dark or light: as the system has it, until the reader chooses. */

import { useEffect, useState } from 'preact/hooks';

export type Theme = 'dark' | 'light';

const KEY = 'sosw-theme';
const DARK = '(prefers-color-scheme: dark)';

/** Sets what was chosen before, before anything is drawn. */
export function restoreTheme(): void {
  const chosen = chosenTheme();
  if (chosen !== undefined) document.documentElement.dataset.theme = chosen;
}

/** The theme in force, and how to choose one. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [chosen, setChosen] = useState(chosenTheme);
  const [isDark, setDark] = useState(matchMedia(DARK).matches);
  useEffect(() => {
    const media = matchMedia(DARK);
    const follow = (): void => setDark(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  const choose = (theme: Theme): void => {
    document.documentElement.dataset.theme = theme;
    setChosen(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing forgets the choice with the page.
    }
  };
  return [chosen ?? (isDark ? 'dark' : 'light'), choose];
}

function chosenTheme(): Theme | undefined {
  try {
    const text = localStorage.getItem(KEY);
    return text === 'dark' || text === 'light' ? text : undefined;
  } catch {
    return undefined;
  }
}
