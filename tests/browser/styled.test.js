// The words of the markup and of the style sheets are the same: no class is styled under another name.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { claim, published } from './html.js';
import { folder } from './report.js';

/** Kinds and parts of a chart, for readers of the markup and for tests. They have no look of their own. */
const UNSTYLED = [
  'bar-chart',
  'choropleth',
  'dot-chart',
  'gantt',
  'line-chart',
  'multiples',
  'panel',
  'sankey',
  'series',
  'share-curve',
  'stacked-chart',
  'tile-map',
  'waterfall',
];

const sheets = published.filter((path) => path.endsWith('.css'));
const css = sheets.map((path) => readFileSync(join(folder, path), 'utf8')).join('\n');
const styled = new Set([...css.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name));
/** Classes that are met: each is told of once. */
const met = new Set([...styled, ...UNSTYLED]);

claim('every class has a rule in a style sheet', ({ html }) => {
  const found = [];
  for (const element of html.below()) {
    for (const name of (element.get('class') ?? '').split(/\s+/)) {
      if (name && !met.has(name)) found.push(`class “${name}” of <${element.name}> has no rule`);
      met.add(name);
    }
  }
  return found;
});
