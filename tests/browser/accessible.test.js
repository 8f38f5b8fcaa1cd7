// axe-core finds nothing on any kind of page, in any of the ways it can be shown.

import { test } from 'node:test';

import axe from 'axe-core';

import { DESKTOP, PHONE, everyKind, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

useBrowser();

async function violations(tab) {
  const { violations } = await tab.evaluate(
    // The report has no frames, and its style sheets need not be fetched a second time.
    (tags) => axe.run({ runOnly: tags, resultTypes: ['violations'], iframes: false, preload: false }),
    TAGS,
  );
  return violations.map(({ id, help, nodes }) => {
    const [first, ...rest] = nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`);
    return `${id}: ${help}: ${first}${rest.length ? ` and ${rest.length} more` : ''}`;
  });
}

for (const colorScheme of ['light', 'dark']) {
  for (const [screen, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    test(`no page has a barrier that axe knows: ${colorScheme}, ${screen}`, async () => {
      const problems = await everyKind({ colorScheme, viewport }, async (tab, page, visit) => {
        await visit();
        // Runs beside the scripts of the page, so that the Content-Security-Policy need not be weakened.
        await tab.evaluate(axe.source);
        const found = [];
        for (const open of [false, true]) {
          await setDetails(tab, open);
          found.push(...(await violations(tab)).map((it) => `details ${open ? 'open' : 'closed'}: ${it}`));
        }
        return found;
      });
      assertNone(problems);
    });
  }
}
