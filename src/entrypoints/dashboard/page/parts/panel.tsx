/** A part of a page with its heading, and what can be done with it at the heading's side. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Properties {
  readonly title: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Panel({ title, tools, class: name = '', children }: Properties) {
  const id = useId();
  return (
    <section class={`panel ${name}`} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {tools !== undefined && <div class="panel-tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}
