/** An instant in the reader's time zone, in UTC when pointed at. */

import { instant, iso, utc } from '../format/instants.js';
import { UNKNOWN } from '../format/numbers.js';

export const Instant = ({ at }: { readonly at: number | null }) =>
  at === null ? (
    <span>{UNKNOWN}</span>
  ) : (
    <time class="numeric" dateTime={iso(at)} title={utc(at)}>
      {instant(at)}
    </time>
  );
