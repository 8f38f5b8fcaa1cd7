// Pages fit every screen from 320 px up, and the words in their charts stay readable.
//
// Which face `system-ui` is differs between machines. Charts reckon with a wide one (DejaVu Sans, the one that a bare
// Debian has), so a few pixels of tolerance are enough for the others.

import { everyKind, setDetails, useBrowser } from './browser.js';

const WIDTHS = [320, 390, 768, 1280];
/** How far a word may reach out of its drawing or the screen, in pixels: side bearings, and a face wider than most. */
const OUTSIDE = 3;
/** How far two words may reach into each other. */
const INSIDE = 2;

useBrowser();

const claim = everyKind({}, async (tab, page, ask) => {
  await tab.goto(page.url);
  await setDetails(tab, true);
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 900 });
    await ask(` at ${width} px`);
  }
});

claim('no page scrolls sideways', (tab) =>
  tab.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => !element.closest('.scroll, pre') && element.getBoundingClientRect().right > clientWidth + 1,
    );
    const names = wide.map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
    return [`is ${scrollWidth} px wide, because of ${[...new Set(names)].slice(0, 5).join(', ')}`];
  }),
);

claim('no text of a page is cut off at the side of the screen', (tab) =>
  tab.evaluate(() => {
    const right = document.documentElement.clientWidth + 1;
    // What scrolls has its own room; what only screen readers meet has none.
    const own = '.scroll, pre, .hidden, .skip, svg';
    const blocks = document.body.querySelectorAll('h1, h2, h3, p, li, dt, dd, summary, caption, a');
    return [...blocks]
      .filter((block) => !block.closest(own) && block.checkVisibility())
      .filter((block) => {
        const box = block.getBoundingClientRect();
        return box.left < -1 || box.right > right || block.scrollWidth > block.clientWidth + 1 && block.clientWidth > 0;
      })
      .map((block) => `cuts off: ${block.textContent.trim().slice(0, 60)}`);
  }),
);

claim('the words of a chart stay inside it and apart from each other', (tab) =>
  tab.evaluate(
    ({ OUTSIDE, INSIDE }) => {
      const found = [];
      const screen = document.documentElement.clientWidth;
      const drawings = [...document.querySelectorAll('svg.chart')].filter((svg) => svg.checkVisibility());
      for (const svg of drawings) {
        const place = svg.closest('figure')?.id ?? svg.getAttribute('aria-labelledby');
        const sheet = svg.getBoundingClientRect();
        const inTable = svg.closest('.scroll') !== null;
        const right = inTable ? sheet.right : Math.min(sheet.right, screen);
        const words = [...svg.querySelectorAll('text')].map((text) => {
          const { left, right, top, bottom } = text.getBoundingClientRect();
          // The box of a line has the room of its ascenders and descenders; what is read stands in the middle.
          const spare = (bottom - top) * 0.2;
          return { read: text.textContent, left, right, top: top + spare, bottom: bottom - spare };
        });
        for (const word of words) {
          const over = Math.max(
            sheet.left - word.left,
            word.right - right,
            sheet.top - word.top,
            word.bottom - sheet.bottom,
          );
          if (over > OUTSIDE) found.push(`#${place}: “${word.read}” leaves the chart by ${over.toFixed(1)} px`);
        }
        for (const [index, one] of words.entries()) {
          for (const other of words.slice(index + 1)) {
            const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
            const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
            if (across > INSIDE && down > INSIDE) {
              found.push(
                `#${place}: “${one.read}” and “${other.read}” overlap by ${across.toFixed(1)} × ${down.toFixed(1)} px`,
              );
            }
          }
        }
      }
      return found;
    },
    { OUTSIDE, INSIDE },
  ),
);
