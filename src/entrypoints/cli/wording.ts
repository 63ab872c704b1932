/** Numbers as people read them. */

/** 1234567 → `1,234,567`. */
export const inNumbers = (value: number): string => value.toLocaleString('en-US');

/** `1 task`, `36 tasks`. */
export const inTasks = (count: number): string => `${inNumbers(count)} ${count === 1 ? 'task' : 'tasks'}`;

/** In bytes, KiB, MiB …, with three digits. */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1024 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1);
  return `${power === 0 ? bytes : (bytes / 1024 ** power).toPrecision(3)} ${units[power]}`;
}
