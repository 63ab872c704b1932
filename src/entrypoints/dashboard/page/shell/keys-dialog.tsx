/** The page's keys. */

import { Dialog } from '../parts/dialog.js';
import { PLACES } from './places.js';

export const KeysDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <dl class="keys">
      <Key keys={['/']} does="search" />
      {PLACES.map(({ key, name }) => (
        <Key key={key} keys={['g', key]} does={name} />
      ))}
      <Key keys={['?']} does="these keys" />
      <Key keys={['←', '→', '↑', '↓']} does="move in a job’s grid; Enter opens" />
      <Key keys={['Esc']} does="close a dialogue" />
    </dl>
    <form method="dialog" class="dialog-buttons">
      <button type="submit">Close</button>
    </form>
  </Dialog>
);

const Key = ({ keys, does }: { readonly keys: readonly string[]; readonly does: string }) => (
  <div>
    <dt>
      {keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </dt>
    <dd>{does}</dd>
  </div>
);
