// Chromium on the pages of the report.

import { after, before } from 'node:test';

import { chromium } from 'playwright-core';

import { pages } from './report.js';

/** Debian's browser; Playwright's own is not downloaded. */
const EXECUTABLE = '/usr/bin/chromium';
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

/** Opens a tab of its own, asks `examine` what is wrong with what it does there, and closes it. */
export async function inTab(options, examine) {
  const context = await browser.newContext({ viewport: DESKTOP, ...options });
  try {
    return await examine(await context.newPage());
  } finally {
    await context.close();
  }
}

/**
 * Opens one page of every kind in a tab of its own and asks `examine` what is wrong with it.
 *
 * `examine(tab, page, visit)` calls `visit()` to go there and returns sentences; they come back with the name of the
 * page in front. `options` are those of a Playwright context.
 */
export async function everyKind(options, examine) {
  const waiting = [...pages];
  const found = [];
  const work = async () => {
    for (let page = waiting.shift(); page; page = waiting.shift()) {
      const problems = await inTab(options, (tab) => examine(tab, page, () => tab.goto(page.url)));
      found.push(...problems.map((problem) => `${page.kind} /${page.path}: ${problem}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** Opens or closes every `<details>` of the page. */
export function setDetails(tab, open) {
  return tab.evaluate((open) => {
    for (const details of document.querySelectorAll('details')) details.open = open;
  }, open);
}
