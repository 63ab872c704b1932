/** One number that matters, with its name. */

import type { ComponentChildren } from 'preact';

interface Properties {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly tone?: 'bad' | 'plain';
}

export const Figure = ({ name, value, note, tone = 'plain' }: Properties) => (
  <div class={`figure figure-${tone}`}>
    <dt>{name}</dt>
    <dd>
      <span class="figure-value numeric">{value}</span>
      {note !== undefined && <span class="figure-note muted">{note}</span>}
    </dd>
  </div>
);
