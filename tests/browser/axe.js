// What axe-core finds on a page.

import axe from 'axe-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The violations on the page in a tab, a sentence each. */
export async function violations(tab) {
  // Runs beside the scripts of the page, so that the Content-Security-Policy need not be weakened.
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.evaluate(axe.source);
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
