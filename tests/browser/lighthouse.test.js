// What Lighthouse says of the pages that most readers come to first. Speed is measured by the bench, not here.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startLighthouse } from './lighthouse.js';

/** A report that knows its address, without which search engines are told less. */
const address = process.env.ADDRESSED_REPORT;
const PAGES = ['', 'desa/33.18.16.2002/', 'dana/', 'en/', 'en/villages/33.18.16.2002/', 'en/funding/'];
const CATEGORIES = ['accessibility', 'best-practices', 'seo'];
const LEAST = 0.98;

let lighthouse;

before(async () => {
  lighthouse = await startLighthouse();
});
after(() => lighthouse?.end());

for (const page of PAGES) {
  test(`/${page} has at least ${LEAST * 100} of 100 in ${CATEGORIES.join(', ')}`, async () => {
    const lhr = await lighthouse.ask(`${address}${page}`, CATEGORIES);
    for (const category of CATEGORIES) {
      const { score, auditRefs } = lhr.categories[category];
      const lost = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
      const why = lost.map(({ id }) => `${lhr.audits[id].title}: ${JSON.stringify(lhr.audits[id].details?.items ?? [])}`);
      assert.ok(score >= LEAST, `${category} ${score}\n${why.join('\n')}`);
    }
  });
}
