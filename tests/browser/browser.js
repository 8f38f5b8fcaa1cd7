// Chromium on the pages of the report.

import { after, before } from 'node:test';

import { chromium } from 'playwright-core';

import { EXECUTABLE } from './chromium.js';
import { sharing } from './claim.js';
import { pages } from './report.js';

/** How many pages are looked at side by side. */
const AT_ONCE = 2;

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

let browser;

/** Starts the browser before the tests of a file and ends it after them. */
export function useBrowser() {
  before(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE });
  });
  after(() => browser?.close());
}

/** Opens a tab of its own, gives what `act` makes of it, and closes it. */
export async function inTab(options, act) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * Gives a function that claims something of one page of every kind, in a test of its own. The claims that it makes
 * share one visit to each page.
 *
 * `show(tab, page, ask)` goes there and calls `ask(how)` as often as it shows the page in another way, with words for
 * the way. `options` are those of a Playwright context.
 */
export function everyKind(options, show) {
  return sharing((ask) =>
    visitEveryKind(options, (tab, page) =>
      show(tab, page, (how = '') => ask(`${page.kind} /${page.path}${how}`, tab, page)),
    ),
  );
}

/** Gives `act(tab, page)` a tab for one page of every kind; the tabs know nothing of each other but the cache. */
export async function visitEveryKind(options, act) {
  const waiting = [...pages];
  const work = async () => {
    const context = await browser.newContext({ viewport: DESKTOP, ...options });
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const tab = await context.newPage();
      await act(tab, page);
      await tab.close();
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Waits until the page has been drawn as it is now: one frame may be under way, the next has all of it. */
export function nextFrame(tab) {
  return tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/** Waits until the scripts have done with every table, which they do one after the other. */
export async function whenEnhanced(tab) {
  await tab.waitForFunction(() =>
    [...document.querySelectorAll('.scroll > table')].every(
      (table) => table.tBodies[0].rows.length < 2 || table.querySelector('th button'),
    ),
  );
}

/** Opens or closes every `<details>` of the page. */
export function setDetails(tab, open) {
  return tab.evaluate((open) => {
    for (const details of document.querySelectorAll('details')) details.open = open;
  }, open);
}
