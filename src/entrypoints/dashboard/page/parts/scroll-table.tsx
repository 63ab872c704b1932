/** A table that scrolls sideways by itself where it is wider than the screen, by keyboard too. */

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface Properties {
  /** Says what the table holds. */
  readonly caption: string;
  readonly class?: string;
  /** All rows, where not all are drawn. */
  readonly rowCount?: number;
  readonly children: ComponentChildren;
}

export function ScrollTable({ caption, class: name = '', rowCount, children }: Properties) {
  const box = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => setWide(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => observer.disconnect();
  }, []);
  const reach = isWide ? { tabIndex: 0, role: 'region' as const, 'aria-label': caption } : {};
  return (
    <div class="scroll" ref={box} {...reach}>
      <table class={name} {...(rowCount !== undefined && { 'aria-rowcount': rowCount + 1 })}>
        <caption class="hidden">{caption}</caption>
        {children}
      </table>
    </div>
  );
}
