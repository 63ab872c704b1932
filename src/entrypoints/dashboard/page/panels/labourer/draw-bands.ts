/** The ranges of a metric as bands of colour behind its curve, each with its status' name. */

import type uPlot from 'uplot';
import type { Band } from './charts.js';

/** The value of a custom property of CSS. */
export const style = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const NAME_HEIGHT = 14;
const OPACITY = 0.14;

/** The colours, before anything else is drawn. */
export function drawBands(plot: uPlot, bands: readonly Band[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.globalAlpha = OPACITY;
  for (const { band, top, height } of stretches(plot, bands)) {
    ctx.fillStyle = style(`status-${band.status}`);
    ctx.fillRect(bbox.left, top, bbox.width, height);
  }
  ctx.restore();
}

/** The names, over everything else and told apart from it by a rim. */
export function nameBands(plot: uPlot, bands: readonly Band[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = style('surface');
  for (const { band, top, height } of stretches(plot, bands)) {
    if (height < NAME_HEIGHT * devicePixelRatio) continue;
    const place = [bbox.left + 6 * devicePixelRatio, top + 2 * devicePixelRatio] as const;
    ctx.fillStyle = style(`status-${band.status}`);
    ctx.strokeText(band.name, ...place);
    ctx.fillText(band.name, ...place);
  }
  ctx.restore();
}

/** The part of each band that is within the chart, in pixels of the canvas. */
function stretches(plot: uPlot, bands: readonly Band[]) {
  const { top: highest, height: whole } = plot.bbox;
  const lowest = highest + whole;
  const y = (value: number): number => Math.min(Math.max(plot.valToPos(value, 'y', true), highest), lowest);
  return bands.flatMap((band) => {
    const top = Number.isFinite(band.to) ? y(band.to) : highest;
    const bottom = Number.isFinite(band.from) ? y(band.from) : lowest;
    return bottom - top < 1 ? [] : [{ band, top, height: bottom - top }];
  });
}
