/**
 * uPlot writes numbers in the browser's language as it is loaded, and fails of one that JavaScript does not know: Chromium in the locale "C" says
 * `en-US@posix`. Imported before it.
 */

try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' });
}
