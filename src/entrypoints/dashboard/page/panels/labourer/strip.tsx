/** Charts under each other with one axis of time and one cursor, each with its values at the cursor in words. */

import { useEffect, useState } from 'preact/hooks';
import { instant, utc } from '../../format/instants.js';
import { useWidth } from '../../parts/use-width.js';
import { useTheme } from '../../state/theme.js';
import type { Chart } from './charts.js';
import { Plot } from './plot.js';

interface Properties {
  readonly at: readonly number[];
  readonly charts: readonly Chart[];
}

export function Strip({ at, charts }: Properties) {
  const [element, width] = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number | null>(null);
  const [theme] = useTheme();
  useEffect(() => setPointed(null), [charts.length]);
  const index = Math.min(pointed ?? at.length - 1, at.length - 1);
  const moment = at[index] ?? 0;
  return (
    <div class="strip" ref={element}>
      <p class="strip-moment numeric muted" title={utc(moment)}>
        {pointed === null ? 'Last values, ' : ''}
        {instant(moment)}
      </p>
      {charts.map((chart, place) => (
        <figure key={`${place} ${chart.title}`} class="chart">
          <figcaption>
            <b>
              <bdi>{chart.title}</bdi>
            </b>
            {chart.lines.map(({ name, values, colour, look }) => (
              <span key={name} class="legend">
                <span class={`legend-mark legend-${look} ink-${colour}`} aria-hidden="true" />
                {name !== chart.title && `${name} `}
                <span class="numeric">{chart.say(values[index] ?? null)}</span>
              </span>
            ))}
          </figcaption>
          {width > 0 && (
            <Plot
              key={theme}
              at={at}
              chart={chart}
              width={width}
              hasTimeAxis={place === charts.length - 1}
              onPoint={setPointed}
            />
          )}
        </figure>
      ))}
    </div>
  );
}
