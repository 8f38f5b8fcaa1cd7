// What scripts add: tables that sort and filter, values where one points, buttons that copy; all of it announced.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { violations } from './axe.js';
import { PHONE, everyKind, inTab, nextFrame, setDetails, useBrowser } from './browser.js';
import { assertNone } from './claim.js';
import { address, folder } from './report.js';

useBrowser();

const at = (path) => new URL(path, address).href;
const status = (tab) => tab.locator('body > [role="status"]').textContent();

/** Texts of a column, from 1. */
const column = (table, number) => table.locator(`tbody tr:visible > :nth-child(${number})`).allTextContents();

test('the scripts of a page take no more than 10 kB', () => {
  const sizes = ['report', 'search'].map((name) => gzipSync(readFileSync(join(folder, `static/${name}.js`))).length);
  assert.ok(sizes[0] + sizes[1] <= 10_000, `${sizes}`);
});

test('a table sorts by numbers, by words, both ways, with what is absent last', async () => {
  await inTab({}, async (tab) => {
    await tab.goto(at('kecamatan/'));
    await setDetails(tab, true);
    const table = tab.locator('#peta table');
    const share = table.getByRole('button', { name: 'Bagian (persen)' });
    await share.click();
    const numbers = (await column(table, 4)).map((text) => Number.parseFloat(text.replace(',', '.')));
    assert.deepEqual(numbers, [...numbers].sort((one, other) => one - other));
    assert.equal(await table.locator('th[aria-sort]').getAttribute('aria-sort'), 'ascending');
    assert.equal(await status(tab), 'Diurutkan menurut Bagian (persen), menaik');
    await share.press('Enter');
    assert.equal(await table.locator('th[aria-sort]').getAttribute('aria-sort'), 'descending');
    await table.getByRole('button', { name: 'Kecamatan' }).click();
    const names = await column(table, 1);
    assert.deepEqual(names, [...names].sort((one, other) => one.localeCompare(other, 'id')));
    assert.equal(await table.locator('th[aria-sort]').count(), 1);
  });
  await inTab({}, async (tab) => {
    await tab.goto(at('en/'));
    await setDetails(tab, true);
    const table = tab.locator('#kemiskinan table');
    const button = table.getByRole('button', { name: /Central Java|Jawa Tengah/ });
    for (const way of ['ascending', 'descending']) {
      await button.click();
      const number = 1 + (await table.locator('thead th').evaluateAll((all) => all.findIndex((it) => it.ariaSort)));
      const values = await column(table, number);
      const first = values.findIndex((value) => value.includes('[x]'));
      assert.ok(first > 0 && values.slice(first).every((value) => value.includes('[x]')), `${way}: ${values}`);
    }
    assert.match(await status(tab), /^Sorted by .*, descending$/);
  });
});

test('a long table is filtered, and says how many rows are left', async () => {
  await inTab({}, async (tab) => {
    await tab.goto(at('opd/'));
    const field = tab.getByRole('searchbox', { name: 'Saring baris' }).last();
    await field.fill('dinas');
    const table = tab.locator('section > .scroll table').last();
    const rows = await table.locator('tbody tr:visible').count();
    const all = await table.locator('tbody tr').count();
    assert.ok(rows > 0 && rows < all);
    assert.equal(await status(tab), `${rows} dari ${all} baris`);
    await field.fill('');
    assert.equal(await table.locator('tbody tr:visible').count(), all);
  });
});

test('pointing at a chart shows a row of its table, and leaving it hides that', async () => {
  await inTab({}, async (tab) => {
    await tab.goto(at('opd/'));
    const graphic = tab.locator('#desa-per-opd .graphic');
    await graphic.scrollIntoViewIfNeeded();
    const bar = await tab.locator('#desa-per-opd svg.wide .bar').nth(2).boundingBox();
    const tip = tab.locator('#desa-per-opd .tip');
    await tab.mouse.move(bar.x + 4, bar.y + bar.height / 2);
    const row = tab.locator('#desa-per-opd tbody tr').nth(2);
    assert.equal(await tip.locator('strong').textContent(), (await row.locator('th').textContent()).trim());
    const [value] = await row.locator('td').allTextContents();
    assert.ok((await tip.textContent()).endsWith(`: ${value.trim()}`), await tip.textContent());
    await tab.mouse.move(2, 2);
    assert.ok(await tip.isHidden());
  });
});

test('arrow keys walk through a chart, what they show is announced, and Escape closes it', async () => {
  await inTab({ viewport: PHONE }, async (tab) => {
    await tab.goto(at('en/'));
    const graphic = tab.locator('#kemiskinan .graphic');
    await graphic.scrollIntoViewIfNeeded();
    await tab.locator('#kemiskinan .graphic[tabindex]').focus();
    const tip = tab.locator('#kemiskinan .tip');
    await tab.keyboard.press('End');
    await tab.keyboard.press('ArrowLeft');
    const rows = tab.locator('#kemiskinan tbody tr');
    const row = rows.nth((await rows.count()) - 2);
    const header = (await row.locator('th').textContent()).trim();
    assert.equal(await tip.locator('strong').textContent(), header);
    assert.ok((await status(tab)).startsWith(`${header}; `), await status(tab));
    const { x, width } = await tip.boundingBox();
    assert.ok(x >= 0 && x + width <= PHONE.width, `${x} ${width}`);
    await tab.keyboard.press('Escape');
    assert.ok(await tip.isHidden());
  });
});

test('the links of a map say their row on focus', async () => {
  await inTab({}, async (tab) => {
    await tab.goto(at('kecamatan/'));
    await tab.locator('#peta .graphic').scrollIntoViewIfNeeded();
    const link = tab.locator('#peta svg.wide a').nth(3);
    await link.focus();
    const name = await link.getAttribute('aria-label');
    assert.ok(name.startsWith(await tab.locator('#peta .tip strong').textContent()), name);
  });
});

test('citation, query and code to embed are copied, and it is said', async () => {
  await inTab({ permissions: ['clipboard-read', 'clipboard-write'] }, async (tab) => {
    const page = at('gambar/dana/tahun/');
    await tab.goto(page);
    const copied = async (name) => {
      await tab.getByRole('button', { name }).click();
      await tab.waitForFunction((name) => document.querySelector('body > [role="status"]').textContent === `${name}: Disalin`, name);
      return tab.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(await copied('Salin kutipan'), `${await tab.locator('#cite').textContent()} ${page}`);
    assert.equal(await copied('Salin kueri'), await tab.locator('#query').textContent());
    const embed = await copied('Salin kode sematan');
    assert.ok(embed.startsWith(`<iframe src="${page}sematan/" title="`) && embed.endsWith('</iframe>'), embed);
  });
});

const claim = everyKind({}, async (tab, page, ask) => {
  // The scripts come when all of the page has been drawn, as on a slow line: what moved before is not for them to answer.
  let begin;
  const drawn = new Promise((resolve) => {
    begin = resolve;
  });
  await tab.route('**/*.js', (route) => drawn.then(() => route.continue()));
  await tab.goto(page.url, { waitUntil: 'commit' });
  await tab.waitForFunction(() => document.readyState !== 'loading');
  await nextFrame(tab);
  await tab.evaluate(() => {
    window.shifts = [];
    window.observer = new PerformanceObserver((list) => window.shifts.push(...list.getEntries()));
    window.observer.observe({ type: 'layout-shift' });
  });
  begin();
  await tab.waitForLoadState('load');
  await nextFrame(tab);
  await ask();
});

claim('nothing moves when the scripts begin', async (tab) => {
  const moved = await tab.evaluate(() =>
    [...window.shifts, ...window.observer.takeRecords()].reduce((sum, { value }) => sum + value, 0),
  );
  return moved > 0.01 ? [`moves by ${moved}`] : [];
});

claim('every chart that names places names one for each row of its table', (tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll('svg.chart')].flatMap((svg) => {
      const figure = svg.closest('figure');
      const table = figure?.querySelector('table') ?? document.querySelector('main table');
      const { x, y, box } = svg.dataset;
      const places = (x ?? y ?? box)?.split(' ').length;
      if (!table || places === undefined) return [];
      const rows = table.tBodies[0].rows.length * (box ? 4 : 1);
      return places === rows || (y && places < rows) ? [] : [`${figure.id}: ${places} places for ${rows} rows`];
    }),
  ),
);

test('axe finds no barrier where scripts have added something', async () => {
  const problems = await inTab({}, async (tab) => {
    await tab.goto(at('opd/'));
    await tab.locator('#desa-per-opd .graphic').scrollIntoViewIfNeeded();
    await tab.locator('#desa-per-opd .graphic[tabindex]').focus();
    await tab.keyboard.press('ArrowDown');
    await tab.locator('section > .scroll .sort').first().click();
    return violations(tab);
  });
  assertNone(problems);
});
