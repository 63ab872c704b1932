/** The slider over a world's past: every panel tells of the instant that is chosen; a simulation plays. */

import { useEffect, useState } from 'preact/hooks';
import { fromInput, instant, toInput, utc } from '../format/instants.js';
import { stretch } from '../format/numbers.js';
import { useLive } from '../state/live.js';
import { useMoment } from '../state/moment.js';
import { useWorld } from '../state/world.js';

interface Properties {
  readonly past: { readonly from: number; readonly to: number };
}

/** Seconds of the past in a second. */
const SPEEDS = [60, 300, 1800, 7200, 43200] as const;
const FRAME_MS = 500;

export function TimeBar({ past }: Properties) {
  const world = useWorld();
  const { overview } = useLive();
  const { at, setAt } = useMoment();
  const end = Math.floor(world.live ? Math.max(past.to, overview?.at ?? 0, world.now) : past.to);
  const shown = at ?? end;
  const step = Math.max(1, Math.round((end - past.from) / 1000));
  /** What is at the end of a world that goes on is the present. */
  const choose = (value: number): void =>
    setAt(value >= end && world.live ? null : Math.min(end, Math.max(past.from, value)));

  return (
    <section class="time-bar" aria-label="Moment that is shown">
      {world.kind === 'simulation' && <Player from={past.from} end={end} shown={shown} choose={choose} />}
      <input
        class="time-slider"
        type="range"
        min={past.from}
        max={end}
        step={step}
        value={shown}
        aria-label="Moment"
        aria-valuetext={at === null && world.live ? 'now' : instant(shown)}
        onInput={(event) => choose(Number(event.currentTarget.value))}
      />
      <span class="time-shown numeric" title={utc(shown)}>
        {at === null && world.live ? 'now' : <span class="time-instant">{instant(shown)}</span>}
        {at !== null && (
          <span class="muted">
            {' '}
            {stretch(end - shown)} {world.live ? 'ago' : 'before the end'}
          </span>
        )}
      </span>
      <input
        class="time-exact"
        type="datetime-local"
        step={1}
        aria-label="Exact moment"
        min={toInput(past.from)}
        max={toInput(end)}
        value={toInput(shown)}
        onChange={(event) => {
          const chosen = fromInput(event.currentTarget.value);
          if (!Number.isNaN(chosen)) choose(chosen);
        }}
      />
      <button type="button" disabled={at === null} onClick={() => setAt(null)}>
        {world.live ? 'Now' : 'End'}
      </button>
    </section>
  );
}

interface PlayerProperties {
  readonly from: number;
  readonly end: number;
  readonly shown: number;
  readonly choose: (at: number) => void;
}

function Player({ from, end, shown, choose }: PlayerProperties) {
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<number>(SPEEDS[2]);
  useEffect(() => {
    if (!isPlaying) return;
    if (shown >= end) return setPlaying(false);
    const timer = setTimeout(() => choose(Math.min(end, shown + (speed * FRAME_MS) / 1000)), FRAME_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, shown, speed, end]);
  const play = (): void => {
    if (!isPlaying && shown >= end) choose(from);
    setPlaying(!isPlaying);
  };
  return (
    <>
      <button type="button" class="primary play" onClick={play}>
        <span aria-hidden="true">{isPlaying ? '❚❚' : '▶'}</span> {isPlaying ? 'Pause' : 'Play'}
      </button>
      <select aria-label="Speed" value={speed} onChange={(event) => setSpeed(Number(event.currentTarget.value))}>
        {SPEEDS.map((each) => (
          <option key={each} value={each}>
            {stretch(each)} a second
          </option>
        ))}
      </select>
    </>
  );
}
