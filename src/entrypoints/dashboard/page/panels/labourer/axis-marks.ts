/** Where the marks of the greenfield axis stand: those that would lie on each other are piled up. */

export interface Mark {
  readonly x: number;
  /** 0 on the line, each one higher by a mark. */
  readonly level: number;
  readonly size: number;
}

const STEP = 8;
const LEVELS = 6;
const SIZE = 3;

interface Room {
  readonly from: number;
  readonly to: number;
  /** Whether there are others that have no mark: then the queue takes all the room there is. */
  readonly isMore: boolean;
}

/** The queue's head beside `to`, the others behind it towards `from`; in the order of their places, however far apart these are. */
export function placeQueue(places: readonly number[], { from, to, isMore }: Room): readonly Mark[] {
  const columns = Math.max(1, Math.floor((to - from) / STEP));
  const perColumn = Math.max(1, Math.min(LEVELS, Math.ceil(places.length / columns)));
  const used = Math.max(1, Math.ceil(places.length / perColumn));
  const step = isMore ? (to - from) / Math.min(used, columns) : STEP;
  return places.slice(0, columns * perColumn).map((_, index) => ({
    x: to - Math.floor(index / perColumn) * step,
    level: index % perColumn,
    size: SIZE,
  }));
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** The ages at `from` and `to`; what is older stands at `to`. */
  readonly first: number;
  readonly last: number;
}

export function placeAges(ages: readonly number[], { from, to, first, last }: Stretch): readonly Mark[] {
  const levels = new Map<number, number>();
  return ages.map((age) => {
    const share = Math.min(1, Math.max(0, (age - first) / Math.max(last - first, 1)));
    const column = Math.round((share * (to - from)) / STEP);
    const level = levels.get(column) ?? 0;
    levels.set(column, level + 1);
    return { x: from + column * STEP, level: Math.min(level, LEVELS), size: SIZE };
  });
}
