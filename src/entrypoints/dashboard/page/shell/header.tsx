/** The page's name, what it looks at, the navigation, and the reader's own switches. */

import { useTheme } from '../state/theme.js';
import { useWorld } from '../state/world.js';
import { LiveMark } from './live-mark.js';
import { PLACES } from './places.js';

const KINDS = { local: 'local', aws: 'AWS', simulation: 'simulation' } as const;

interface Properties {
  /** The first part of the address' path. */
  readonly current: string;
  readonly onKeys: () => void;
}

export function Header({ current, onKeys }: Properties) {
  const world = useWorld();
  const [theme, choose] = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <header class="top">
      <div class="brand">
        <a class="brand-name" href="#/" title={`version ${world.version}`}>
          sosw
        </a>
        <span class="badge kind">{KINDS[world.kind]}</span>
        <span class="world-name" title={world.name}>
          <bdi>{world.name}</bdi>
        </span>
      </div>
      <nav aria-label="Pages">
        <ul>
          {PLACES.map(({ path, name }) => (
            <li key={path}>
              <a href={`#/${path}`} aria-current={isAt(path, current) ? 'page' : undefined}>
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="switches">
        {!world.allows_actions && (
          <span class="badge" title="Started without --allow-actions: nothing can be changed here.">
            read-only
          </span>
        )}
        <LiveMark />
        <button type="button" class="quiet" onClick={() => choose(other)} aria-label={`Use the ${other} theme`}>
          <span aria-hidden="true">{theme === 'dark' ? '☀' : '☾'}</span>
        </button>
        <button type="button" class="quiet keys-button" onClick={onKeys} aria-label="Show the keys">
          <span aria-hidden="true">?</span>
        </button>
      </div>
    </header>
  );
}

const isAt = (path: string, current: string): boolean => path === current || (path === '' && current === 'labourers');
