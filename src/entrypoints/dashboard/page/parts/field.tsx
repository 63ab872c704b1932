/** A control with its name beside it. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Properties {
  readonly name: string;
  /** Draws the control with this id. */
  readonly children: (id: string) => ComponentChildren;
}

export function Field({ name, children }: Properties) {
  const id = useId();
  return (
    <span class="field">
      <label htmlFor={id}>{name}</label>
      {children(id)}
    </span>
  );
}
