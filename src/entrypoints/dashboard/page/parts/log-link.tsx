/** The way to a log: a link only where it leads to a web page, otherwise the text itself. */

import { Foreign } from './foreign.js';

export const LogLink = ({ url }: { readonly url: string }) =>
  /^https?:\/\//i.test(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      Log of this attempt
    </a>
  ) : (
    <code>
      <Foreign text={url} />
    </code>
  );
