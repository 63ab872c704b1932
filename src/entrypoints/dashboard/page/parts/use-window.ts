/** Which rows of a long table are near the part of it that is seen: only those are drawn, so that a thousand cost as much as fifty. */

import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface RowWindow {
  readonly body: RefObject<HTMLTableSectionElement | null>;
  /** The first row that is drawn. */
  readonly from: number;
  /** Behind the last one. */
  readonly to: number;
  /** Heights in pixels that stand for the rows before and behind. */
  readonly before: number;
  readonly behind: number;
}

/** Shorter tables are drawn whole. */
const WHOLE = 120;
/** Rows beyond the screen's edges. */
const MARGIN = 20;

/** For `rows` rows that are all `height` pixels high. */
export function useWindow(rows: number, height: number): RowWindow {
  const body = useRef<HTMLTableSectionElement>(null);
  const [range, setRange] = useState({ from: 0, to: WHOLE });
  const isLong = rows > WHOLE;

  useEffect(() => {
    if (!isLong) return;
    const follow = (): void => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      const first = Math.max(0, Math.floor(-top / height) - MARGIN);
      const from = first - (first % MARGIN);
      const to = from + Math.ceil(innerHeight / height) + 3 * MARGIN;
      setRange((last) => (last.from === from && last.to === to ? last : { from, to }));
    };
    follow();
    addEventListener('scroll', follow, { passive: true });
    addEventListener('resize', follow);
    return () => {
      removeEventListener('scroll', follow);
      removeEventListener('resize', follow);
    };
  }, [isLong, height]);

  const to = isLong ? Math.min(rows, range.to) : rows;
  const from = isLong ? Math.min(range.from, to) : 0;
  return { body, from, to, before: from * height, behind: (rows - to) * height };
}
