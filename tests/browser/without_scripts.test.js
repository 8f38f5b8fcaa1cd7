// A page is complete as it is sent: scripts of its own site only add tools, and nothing stands inline.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { setDetails, useBrowser, visitEveryKind } from './browser.js';
import { claim } from './html.js';

useBrowser();

/** The text of each page by its address. */
async function textByPage(javaScriptEnabled) {
  const texts = {};
  await visitEveryKind({ javaScriptEnabled }, async (tab, page) => {
    await tab.goto(page.url);
    await setDetails(tab, true);
    // Tools that a script adds, and the words for who has none.
    await tab.evaluate(() => {
      for (const tool of document.querySelectorAll('.tool, .tip, .cursor, .without, [role="status"]')) tool.remove();
    });
    texts[page.path] = await tab.innerText('body');
    assert.ok(texts[page.path].length >= 100, `/${page.path} shows hardly any text`);
  });
  return texts;
}

test('pages show the same text with and without JavaScript', async () => {
  const [without, withIt] = [await textByPage(false), await textByPage(true)];
  for (const path of Object.keys(withIt)) assert.equal(without[path], withIt[path], `/${path}`);
});

/** The scripts of a page: its own, and that of the search page. */
const SCRIPTS = /^(\.{0,2}\/)+static\/(report|search)\.js$/;

claim('no page has a script but its own, an inline style or an event handler', ({ html }) => {
  const found = [];
  for (const element of html.below()) {
    // Data for search engines, which no browser runs.
    if (element.name === 'script' && element.get('type') === 'application/ld+json') continue;
    if (element.name === 'script' && SCRIPTS.test(element.get('src')) && element.text === '') {
      if (element.get('defer') === undefined) found.push('has a script that holds the page up');
      continue;
    }
    if (['script', 'style', 'noscript', 'iframe', 'object', 'embed'].includes(element.name)) {
      found.push(`has a <${element.name}>`);
    }
    for (const [name, value] of element.attributes) {
      if (name === 'style' || name.startsWith('on')) found.push(`<${element.name} ${name}="${value}">`);
      if (/^\s*(javascript|data):/i.test(value)) found.push(`<${element.name} ${name}="${value}">`);
    }
  }
  return found;
});
