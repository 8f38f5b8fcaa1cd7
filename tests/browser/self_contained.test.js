// A page asks nobody but its own server for anything, and nothing it asks for fails.

import { test } from 'node:test';

import { everyKind, inTab, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';
import { address } from './report.js';

useBrowser();

test('pages load everything from their own server, without an error', async () => {
  const problems = await everyKind({}, async (tab, page, visit) => {
    const found = [];
    // That there is no such page is an error to the console too; it is the one that is meant.
    const isThePageItself = (url) => !page.isFound && url === page.url;
    tab.on('request', (request) => {
      if (new URL(request.url()).origin !== address.origin) found.push(`asks ${request.url()}`);
    });
    tab.on('requestfailed', (request) => found.push(`${request.url()} failed: ${request.failure()?.errorText}`));
    tab.on('response', (response) => {
      if (response.status() >= 400 && !isThePageItself(response.url())) {
        found.push(`${response.url()} is answered with ${response.status()}`);
      }
    });
    tab.on('pageerror', (error) => found.push(`a script fails: ${error.message}`));
    tab.on('console', (message) => {
      const isLoud = ['error', 'warning'].includes(message.type());
      if (isLoud && !isThePageItself(message.location().url)) found.push(`the console says: ${message.text()}`);
    });

    const response = await visit();
    await setDetails(tab, true);
    await tab.waitForLoadState('networkidle');
    const status = page.isFound ? 200 : 404;
    if (response.status() !== status) found.push(`is answered with ${response.status()}, not ${status}`);
    return found;
  });
  assertNone(problems);
});

test('the server tells browsers to let nothing else in', async () => {
  const problems = await everyKind({}, async (tab, page, visit) => {
    const policy = (await visit()).headers()['content-security-policy'] ?? '';
    const asked = ["default-src 'none'", "style-src 'self'", "script-src 'self';", "base-uri 'none'", "trusted-types 'none'"];
    const found = asked.filter((rule) => !policy.includes(rule)).map((rule) => `its policy lacks ${rule}`);
    return policy.includes('unsafe') ? [...found, `its policy lets in what is unsafe: ${policy}`] : found;
  });
  assertNone(problems);
});

test('a drawing opened alone has its colours, by day and by night', async () => {
  const { href } = new URL('gambar/dana/tahun/gambar.svg', address);
  const expected = { light: 'rgb(18, 67, 109)', dark: 'rgb(127, 181, 234)' };
  const problems = [];
  for (const [colorScheme, colour] of Object.entries(expected)) {
    await inTab({ colorScheme }, async (tab) => {
      tab.on('console', (message) => {
        // A drawing names no icon, and the browser looks for one.
        if (message.location().url.endsWith('/favicon.ico')) return;
        problems.push(`${colorScheme}: the console says: ${message.text()}`);
      });
      await tab.goto(href);
      const fill = await tab.evaluate(() => getComputedStyle(document.querySelector('.bar.s1')).fill);
      if (fill !== colour) problems.push(`${colorScheme}: its first series is ${fill}, not ${colour}`);
    });
  }
  assertNone(problems);
});
