// The pages for developers, which the gateway serves: the explorer, and the guide with the reference.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { violationsInEveryWay } from './axe.js';
import { inTab, useBrowser } from './browser.js';
import { assertNone } from './claim.js';

const explorer = process.env.API_ADDRESS;
const pages = { explorer, guide: new URL('reference', explorer).href };

useBrowser();

test('they have no barrier that axe knows', async () => {
  for (const [name, url] of Object.entries(pages)) {
    const found = await inTab({}, async (tab) => {
      await tab.goto(url, { waitUntil: 'networkidle' });
      return violationsInEveryWay(tab);
    });
    assertNone(found.map((problem) => `${name}: ${problem}`));
  }
});

test('they fit every screen from 320 px up, side by side where there is room', async () => {
  for (const [name, url] of Object.entries(pages)) {
    const found = await inTab({}, async (tab) => {
      await tab.goto(url, { waitUntil: 'networkidle' });
      const wide = [];
      for (const width of [320, 390, 768, 1280]) {
        await tab.setViewportSize({ width, height: 900 });
        const { scrollWidth, clientWidth } = await tab.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        if (scrollWidth > clientWidth) wide.push(`at ${width} px ${name} is ${scrollWidth} px wide`);
      }
      return wide;
    });
    assertNone(found);
  }
  const [form, answer] = await inTab({}, async (tab) => {
    await tab.goto(explorer, { waitUntil: 'networkidle' });
    const widths = (selector) => tab.locator(selector).evaluate((element) => element.offsetWidth);
    return [await widths('form'), await widths('section')];
  });
  assert.ok(Math.abs(form - answer) <= 1, `the form is ${form} px wide, the answer ${answer} px`);
});

test('each example runs at the press of two keys, and nobody else is asked', async () => {
  const asked = await inTab({}, async (tab) => {
    const origins = new Set();
    tab.on('request', (request) => origins.add(new URL(request.url()).origin));
    await tab.goto(explorer, { waitUntil: 'networkidle' });
    const examples = await tab.locator('#example option').count();
    assert.equal(examples, 10);
    for (let example = 0; example < examples; example += 1) {
      await tab.locator('#example').selectOption({ index: example });
      const [response] = await Promise.all([
        tab.waitForResponse((it) => it.request().method() === 'POST'),
        tab.keyboard.press('Control+Enter'),
      ]);
      assert.equal(response.status(), 200);
      const { data, errors } = await response.json();
      assert.equal(errors, undefined);
      await tab.waitForFunction((data) => {
        const shown = document.getElementById('answer').textContent;
        return shown && JSON.stringify(JSON.parse(shown).data) === data;
      }, JSON.stringify(data));
    }
    return [...origins];
  });
  assert.deepEqual(asked, [new URL(explorer).origin]);
});
