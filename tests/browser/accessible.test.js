// axe-core finds nothing on any kind of page, in any of the ways it can be shown.

import { COLOUR_RULES, violations } from './axe.js';
import { DESKTOP, PHONE, everyKind, setDetails, useBrowser } from './browser.js';

useBrowser();

const inLight = everyKind({ viewport: PHONE }, async (tab, page, ask) => {
  await tab.goto(page.url);
  // Details that are closed only leave out some of what a page has: to ask on one screen is enough.
  if ((await tab.locator('details').count()) > 0) await ask(', phone, details closed');
  await setDetails(tab, true);
  await ask(', phone');
  await tab.setViewportSize(DESKTOP);
  await ask(', desktop');
});

inLight('no page has a barrier that axe knows', (tab) => violations(tab));

/** Removes what only repeats: of siblings of the same names and classes all but the first two and the last. */
function thin(tab) {
  return tab.evaluate(() => {
    const shapeOf = (element) =>
      `${element.localName}.${element.getAttribute('class')}(${[...element.children].map(shapeOf)})`;
    for (const parent of document.querySelectorAll('main, main *')) {
      const alike = new Map();
      for (const child of parent.children) {
        const shape = shapeOf(child);
        alike.set(shape, [...(alike.get(shape) ?? []), child]);
      }
      for (const elements of alike.values()) for (const element of elements.slice(2, -1)) element.remove();
    }
  });
}

// The dark scheme changes colours and nothing else: the other rules would say the same again. Elements of the same names
// and classes have the same colours, and what a page shows with its details closed it shows with them open.
const inDark = everyKind({ colorScheme: 'dark', viewport: PHONE }, async (tab, page, ask) => {
  await tab.goto(page.url);
  await thin(tab);
  await setDetails(tab, true);
  await ask(', phone');
  await tab.setViewportSize(DESKTOP);
  await ask(', desktop');
});

inDark('no page has one in the dark', (tab) => violations(tab, COLOUR_RULES));
