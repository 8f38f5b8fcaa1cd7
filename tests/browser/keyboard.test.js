// Everything can be reached and seen with the keyboard alone.

import { everyKind, setDetails, useBrowser, whenEnhanced } from './browser.js';

useBrowser();

// Each claim comes to the page anew: where the focus was before would tell in the next.
const claim = everyKind({}, (tab, page, ask) => ask());

claim('the first Tab shows the skip link, which leads to the main part', async (tab, page) => {
  await tab.goto(page.url);
  await tab.keyboard.press('Tab');
  const skip = await tab.evaluate(() => {
    const { left, top, width } = document.activeElement.getBoundingClientRect();
    return { is: document.activeElement.matches('a.skip'), shown: left >= 0 && top >= 0 && width > 20 };
  });
  // There is nothing to skip on a page that stands on pages of others.
  if (page.kind === 'embedded figure') return [];
  if (!skip.is) return ['the first Tab reaches something else'];
  if (!skip.shown) return ['the skip link stays hidden'];
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  const past = await tab.evaluate(() => {
    const main = document.querySelector('main');
    const first = [...document.querySelectorAll('main :is(a[href], input, button, [tabindex="0"]), footer a[href]')][0];
    return document.querySelector(':target') === main && document.activeElement === first;
  });
  return past ? [] : ['the Tab after the skip link does not reach the first link of the main part'];
});

claim('whatever has the focus shows it', async (tab, page) => {
  await tab.goto(page.url);
  await whenEnhanced(tab);
  await setDetails(tab, true);
  // From here on the browser takes the reader for one who uses the keyboard.
  await tab.keyboard.press('Tab');
  return tab.evaluate(() => {
    const found = [];
    const all = document.querySelectorAll('a[href], summary, button, input, select, textarea, [tabindex]');
    for (const element of all) {
      // One of two drawings is not shown.
      if (!element.checkVisibility()) continue;
      const name = `<${element.localName}> ${element.textContent.trim().slice(0, 40)}`;
      if (element.tabIndex > 0) found.push(`${name} leaves the order of the page`);
      element.focus({ preventScroll: true });
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      if (document.activeElement !== element) found.push(`${name} takes no focus`);
      else if (outlineStyle !== 'solid' || parseFloat(outlineWidth) < 2 || /, 0\)$/.test(outlineColor)) {
        found.push(`${name} shows no focus: ${outlineStyle} ${outlineWidth}`);
      } else if (width < 2 || height < 2) found.push(`${name} has the focus but no size`);
    }
    return found;
  });
});

claim('Tab goes through the whole page and out of it', async (tab, page) => {
  await tab.goto(page.url);
  await whenEnhanced(tab);
  const stops = await tab.evaluate(() => {
    const all = document.querySelectorAll('a[href], summary, input, button, [tabindex="0"]');
    window.expected = [...all].filter((element) => element.checkVisibility());
    window.reached = [];
    document.addEventListener('focusin', (event) => window.reached.push(event.target));
    return window.expected.length;
  });
  // One more leaves the page. The browser takes them in their order; to wait for each would take most of the time.
  await Promise.all(Array.from({ length: stops + 1 }, () => tab.keyboard.press('Tab')));
  return tab.evaluate(() => {
    const { expected, reached } = window;
    const name = (element) => element?.textContent.trim().slice(0, 40) || 'nothing';
    const wrong = expected.findIndex((element, index) => element !== reached[index]);
    if (wrong >= 0) return [`Tab ${wrong + 1} reaches “${name(reached[wrong])}”, not “${name(expected[wrong])}”`];
    return document.activeElement === document.body ? [] : ['Tab does not leave the page at its end'];
  });
});
