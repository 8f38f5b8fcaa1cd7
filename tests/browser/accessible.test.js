// axe-core finds nothing on any kind of page, in any of the ways it can be shown.

import { test } from 'node:test';

import { violations } from './axe.js';
import { DESKTOP, PHONE, everyKind, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';

useBrowser();

for (const colorScheme of ['light', 'dark']) {
  for (const [screen, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    test(`no page has a barrier that axe knows: ${colorScheme}, ${screen}`, async () => {
      const problems = await everyKind({ colorScheme, viewport }, async (tab, page, visit) => {
        await visit();
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
