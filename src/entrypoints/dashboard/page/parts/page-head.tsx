/** The heading of a page, which is its title too, and the page’s own buttons. */

import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface Properties {
  readonly title: string;
  /** Beside the title: badges. */
  readonly marks?: ComponentChildren;
  readonly children?: ComponentChildren;
}

export function PageHead({ title, marks, children }: Properties) {
  useEffect(() => {
    document.title = `${title.slice(0, 80)} · sosw`;
  }, [title]);
  return (
    <div class="page-head">
      <div class="page-title">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {marks}
      </div>
      {children !== undefined && <div class="page-actions">{children}</div>}
    </div>
  );
}
