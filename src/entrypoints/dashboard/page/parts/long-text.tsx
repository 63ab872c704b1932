/** A text of any length, as it is: of a very long one the beginning, until the reader wants all of it. */

import { useState } from 'preact/hooks';
import { count } from '../format/numbers.js';

const SHOWN = 20_000;

export function LongText({ text }: { readonly text: string }) {
  const [isWhole, showWhole] = useState(false);
  const isCut = !isWhole && text.length > SHOWN;
  return (
    <>
      <pre class="data">{isCut ? `${text.slice(0, SHOWN)}…` : text}</pre>
      {isCut && (
        <button type="button" onClick={() => showWhole(true)}>
          Show all {count(text.length)} characters
        </button>
      )}
    </>
  );
}
