// A page asks nobody but its own server for anything, and nothing it asks for fails.

import { test } from 'node:test';

import { everyKind, inTab, nextFrame, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';
import { address, pages } from './report.js';

useBrowser();

const claim = everyKind({}, (tab, page, ask) => ask());

claim('pages load everything from their own server, without an error', async (tab, page) => {
  const found = [];
  const requests = [];
  // That there is no such page is an error to the console too; it is the one that is meant.
  const isThePageItself = (url) => !page.isFound && url === page.url;
  tab.on('request', (request) => {
    requests.push(request);
    if (new URL(request.url()).origin !== new URL(page.url).origin) found.push(`asks ${request.url()}`);
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

  const response = await tab.goto(page.url);
  await setDetails(tab, true);
  await nextFrame(tab);
  // What scripts asked for after the page was there is answered or fails as well.
  await Promise.all(requests.map((request) => request.response()));
  const status = page.isFound ? 200 : 404;
  if (response.status() !== status) found.push(`is answered with ${response.status()}, not ${status}`);
  return found;
});

test('the server tells browsers to let nothing else in', async () => {
  const asked = ["default-src 'none'", "style-src 'self'", "script-src 'self';", "base-uri 'none'", "trusted-types 'none'"];
  const problems = pages.map(async ({ url }) => {
    const response = await fetch(url);
    // A body that nobody reads holds the connection, and with it the end of the tests.
    await response.arrayBuffer();
    const policy = response.headers.get('content-security-policy') ?? '';
    const lacks = asked.filter((rule) => !policy.includes(rule)).map((rule) => `${url}: its policy lacks ${rule}`);
    return policy.includes('unsafe') ? [...lacks, `${url}: its policy lets in what is unsafe: ${policy}`] : lacks;
  });
  assertNone((await Promise.all(problems)).flat());
});

test('a drawing opened alone has its colours, by day and by night', async () => {
  const { href } = new URL('gambar/dana/saluran/gambar.svg', address);
  const expected = { light: 'rgb(18, 67, 109)', dark: 'rgb(169, 212, 255)' };
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
