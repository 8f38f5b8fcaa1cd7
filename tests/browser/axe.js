// What axe-core finds on a page.

import axe from 'axe-core';

import { DESKTOP, PHONE } from './browser.js';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that look at colours: the only ones that may say something else in the dark. */
export const COLOUR_RULES = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What the page in a tab violates of these rules, a sentence each. */
export async function violations(tab, rules = TAGS) {
  // Runs beside the scripts of the page, so that the Content-Security-Policy need not be weakened.
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.evaluate(axe.source);
  const { violations } = await tab.evaluate(
    // The report has no frames, and its style sheets need not be fetched a second time.
    (rules) => axe.run({ runOnly: rules, resultTypes: ['violations'], iframes: false, preload: false }),
    rules,
  );
  return violations.map(({ id, help, nodes }) => {
    const [first, ...rest] = nodes.map((node) => `${node.target} ${node.any[0]?.message ?? ''}`);
    return `${id}: ${help}: ${first}${rest.length ? ` and ${rest.length} more` : ''}`;
  });
}

/** What it violates on a phone and on a desktop, in light and in the dark. */
export async function violationsInEveryWay(tab) {
  const found = [];
  for (const [screen, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    await tab.setViewportSize(viewport);
    for (const [colorScheme, rules] of Object.entries({ light: TAGS, dark: COLOUR_RULES })) {
      await tab.emulateMedia({ colorScheme });
      found.push(...(await violations(tab, rules)).map((it) => `${screen}, ${colorScheme}: ${it}`));
    }
  }
  return found;
}
