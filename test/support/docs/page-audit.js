/** What a reader would stumble over in the page that is shown. Runs in the browser: an expression that gives a plain object. */
(() => {
  const LEAST_TEXT = 14;
  const root = document.documentElement;
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const drawn = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1;
  };

  const smallTexts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent.trim();
    if (text === '' || !shown(element) || !drawn(element)) continue;
    const size = Number.parseFloat(getComputedStyle(element).fontSize);
    if (size < LEAST_TEXT - 0.01) smallTexts.push(`${size} px: ${text.slice(0, 40)} (${element.className})`);
  }

  const scrolls = (element) => ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX);
  const insideScroller = (element) => {
    for (let outer = element.parentElement; outer !== null && outer !== root; outer = outer.parentElement) {
      if (scrolls(outer)) return true;
    }
    return false;
  };
  const wide = [...document.querySelectorAll('main *')]
    .filter((element) => shown(element) && drawn(element) && !insideScroller(element))
    .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
    .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`);

  const main = document.querySelector('main') ?? document.body;
  return {
    scrollsSideways: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 5),
    smallTexts: [...new Set(smallTexts)].slice(0, 10),
    picturesWithoutWords: [...document.images].filter((image) => !image.alt).map((image) => image.src),
    picturesNotDrawn: [...document.images].filter((image) => image.naturalWidth === 0).map((image) => image.src),
    headings: [...main.querySelectorAll('h1')].map((heading) => heading.textContent.trim()),
  };
})();
