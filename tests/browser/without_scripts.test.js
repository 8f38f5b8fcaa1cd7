// A page is complete as it is sent: scripts of its own site only add tools, and nothing stands inline.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { everyKind, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';
import { everyPage } from './html.js';

useBrowser();

async function textByPage(javaScriptEnabled) {
  const texts = {};
  const problems = await everyKind({ javaScriptEnabled }, async (tab, page, visit) => {
    await visit();
    await setDetails(tab, true);
    // Tools that a script adds, and the words for who has none.
    await tab.evaluate(() => {
      for (const tool of document.querySelectorAll('.tool, .tip, .cursor, .without, [role="status"]')) tool.remove();
    });
    texts[page.path] = await tab.innerText('body');
    return texts[page.path].length < 100 ? ['shows hardly any text'] : [];
  });
  assertNone(problems);
  return texts;
}

test('pages show the same text with and without JavaScript', async () => {
  const [without, withIt] = [await textByPage(false), await textByPage(true)];
  for (const path of Object.keys(withIt)) assert.equal(without[path], withIt[path], `/${path}`);
});

/** The scripts of a page: its own, and that of the search page. */
const SCRIPTS = /^(\.{0,2}\/)+static\/(report|search)\.js$/;

test('no page has a script but its own, an inline style or an event handler', () => {
  const problems = everyPage(({ html }) => {
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
  assertNone(problems);
});
