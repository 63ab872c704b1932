/**
 * What the drawings are made of. They are 480 wide, which a phone shows at two thirds, and stand on a light ground of their own,
 * since an image knows nothing of a page's dark theme.
 */

export const WIDTH = 480;

export const INK = '#1f2937';
export const FAINT = '#6b7280';

/** Ground and line of what is drawn in a colour. */
export interface Tint {
  readonly ground: string;
  readonly line: string;
}

export const GREY: Tint = { ground: '#f3f4f6', line: '#6b7280' };
export const BLUE: Tint = { ground: '#dbeafe', line: '#1d4ed8' };
export const GREEN: Tint = { ground: '#dcfce7', line: '#15803d' };
export const AMBER: Tint = { ground: '#fef3c7', line: '#b45309' };
export const RED: Tint = { ground: '#fee2e2', line: '#b91c1c' };

/** A whole drawing; title and description are read to those who do not see it. */
export function drawing(
  { height, title, description }: { height: number; title: string; description: string },
  parts: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}"`,
    '  role="img" aria-labelledby="title description" font-family="system-ui, sans-serif" font-size="16">',
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">',
    `<path d="M0 0L10 5L0 10z" fill="${INK}"/></marker></defs>`,
    `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="12" fill="#ffffff" stroke="#d1d5db"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

export interface Box {
  /** Of its middle. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box with a name, and perhaps a smaller line below it. `round` is for what is no part of the system. */
export function box(
  { x, y, width, height }: Box,
  name: string,
  { note, tint = GREY, round = 8 }: { note?: string; tint?: Tint; round?: number } = {},
): string {
  const left = x - width / 2;
  const top = y - height / 2;
  return [
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${round}" fill="${tint.ground}" stroke="${tint.line}" stroke-width="1.5"/>`,
    text({ x, y: note === undefined ? y + 6 : y - 3 }, name, { weight: 600 }),
    ...(note === undefined ? [] : [text({ x, y: y + 16 }, note, { size: 16, fill: FAINT })]),
  ].join('\n');
}

export interface TextStyle {
  readonly size?: number;
  readonly fill?: string;
  readonly weight?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** `y` is of the line that letters stand on. */
export function text(
  { x, y }: { x: number; y: number },
  content: string,
  { size = 16, fill = INK, weight = 400, anchor = 'middle' }: TextStyle = {},
): string {
  const weighted = weight === 400 ? '' : ` font-weight="${weight}"`;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" text-anchor="${anchor}"${weighted}>${escaped(content)}</text>`;
}

/** A line by the commands of an SVG path, with a head at its end. */
export const arrow = (path: string): string => line(path, { head: true });

export function line(
  path: string,
  { stroke = INK, width = 1.5, dashed = false, head = false }: LineStyle = {},
): string {
  const dashes = dashed ? ' stroke-dasharray="5 4"' : '';
  const marker = head ? ' marker-end="url(#head)"' : '';
  return `<path d="${path}" fill="none" stroke="${stroke}" stroke-width="${width}"${dashes}${marker}/>`;
}

export interface LineStyle {
  readonly stroke?: string;
  readonly width?: number;
  readonly dashed?: boolean;
  readonly head?: boolean;
}

const escaped = (content: string): string =>
  content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
