// Search: what readers look for is found, however it is spelled, and names that repeat are told apart.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { violationsInEveryWay } from './axe.js';
import { PHONE, inTab, useBrowser } from './browser.js';
import { assertNone } from './claim.js';
import { address, folder } from './report.js';

useBrowser();

const INDONESIAN = 'cari/';
const ENGLISH = 'en/search/';

/** Asks on the search page and gives what is told and the results as `{ title, place, text, href }`. */
function ask(path, question, options = {}) {
  return inTab(options, async (tab) => {
    await tab.goto(new URL(`${path}?q=${encodeURIComponent(question)}`, address).href);
    await tab.waitForFunction(() => {
      // The lines in which words were found come after the names; a space keeps their place.
      const isComplete = [...document.querySelectorAll('.results p')].every((line) => line.textContent !== '\u00a0');
      return isComplete && document.querySelector('#found .count')?.textContent;
    });
    return tab.evaluate(() => ({
      told: document.querySelector('#found .count').textContent,
      results: [...document.querySelectorAll('.results li')].map((result) => ({
        title: result.querySelector('a').textContent,
        place: result.querySelector('span').textContent,
        text: result.querySelector('p')?.textContent ?? '',
        meant: [...result.querySelectorAll('mark')].map((mark) => mark.textContent),
        href: result.querySelector('a').getAttribute('href'),
      })),
    }));
  });
}

const titles = ({ results }) => results.map((result) => result.title);

test('a village is found by its name, by old and wrong spellings, and by its code', async () => {
  for (const question of ['Sukolilo', 'soekolilo', 'sukolillo', 'sukolio', 'skolilo']) {
    const found = await ask(INDONESIAN, question);
    assert.ok(titles(found).slice(0, 3).includes('Sukolilo'), `${question}: ${titles(found)}`);
  }
  for (const question of ['33.18.16.2012', '3318162012']) {
    const { results } = await ask(ENGLISH, question);
    assert.equal(results.length, 1, question);
    assert.match(results[0].href, /villages\/33\.18\.16\.2012\/$/);
  }
  for (const question of ['klakah kasihan', 'klakahkasian']) {
    assert.equal(titles(await ask(INDONESIAN, question))[0], 'Klakahkasihan', question);
  }
});

test('a name that repeats gives each village with its kecamatan, and says so', async () => {
  const { told, results } = await ask(INDONESIAN, 'sidomulyo');
  const same = results.filter((result) => result.title === 'Sidomulyo').map((result) => result.place);
  assert.deepEqual(same, ['Desa · Kecamatan Gunungwungkal', 'Desa · Kecamatan Jakenan']);
  assert.match(told, /2 di antaranya bernama sama/);
});

test('words of one root find each other, in both languages', async () => {
  const families = [
    [INDONESIAN, ['pendampingan', 'dampingan', 'didampingi']],
    // Forms that stand on no page are stemmed as well.
    [INDONESIAN, ['kemiskinan', 'termiskin', 'memiskinkan']],
    [INDONESIAN, ['perumahan', 'rumah', 'perumahannya']],
    [ENGLISH, ['accompaniments', 'accompanied', 'accompanying']],
  ];
  for (const [path, family] of families) {
    const [first, ...others] = await Promise.all(family.map((word) => ask(path, word)));
    assert.ok(first.results.length > 0, family[0]);
    others.forEach((other, at) => {
      const shared = titles(first).filter((title) => titles(other).includes(title));
      assert.ok(shared.length >= Math.min(5, titles(first).length), `${family[0]} and ${family[at + 1]}: ${shared}`);
    });
  }
});

test('all words of a question count, and what was meant is marked in the text', async () => {
  const { results } = await ask(INDONESIAN, 'rumah tidak layak huni');
  assert.ok(results.length > 0);
  const texts = results.filter((result) => result.text);
  assert.ok(texts.length > 3 && texts.every((result) => result.meant.length > 0), JSON.stringify(texts[0]));
});

test('what is simulated carries its mark among the results', async () => {
  const marks = await inTab({}, async (tab) => {
    await tab.goto(new URL(`${INDONESIAN}?q=pendampingan berjalan`, address).href);
    await tab.waitForSelector('.results .sim');
    return tab.locator('.results .sim').allTextContents();
  });
  assert.ok(marks.every((mark) => mark === 'simulasi'));
});

test('a question without an answer says what to do, and names what comes near', async () => {
  const none = await ask(INDONESIAN, 'zzzqqqxxx');
  assert.match(none.told, /Tidak ada hasil untuk “zzzqqqxxx”\. Periksa ejaannya/);
  assert.equal(none.results.length, 0);
  const english = await ask(ENGLISH, 'qqqzzz');
  assert.match(english.told, /Nothing was found for “qqqzzz”/);
});

test('markup in a question stays text', async () => {
  const { told } = await ask(INDONESIAN, '<img src=x onerror=alert(1)>');
  assert.match(told, /“<img src=x onerror=alert\(1\)>”/);
});

test('the search of every page leads to the results, by keyboard', async () => {
  await inTab({ viewport: PHONE }, async (tab) => {
    await tab.goto(new URL('metode/', address).href);
    await tab.getByRole('searchbox', { name: 'Cari di laporan ini' }).focus();
    await tab.keyboard.type('kayen');
    await tab.keyboard.press('Enter');
    await tab.waitForSelector('.results li');
    assert.match(tab.url(), /\/cari\/\?q=kayen$/);
    assert.equal(await tab.locator('.results a').first().textContent(), 'Kayen');
  });
});

test('more results come when they are asked for, and the focus goes to the first of them', async () => {
  await inTab({}, async (tab) => {
    await tab.goto(new URL(`${INDONESIAN}?q=desa`, address).href);
    await tab.waitForSelector('.results li');
    assert.equal(await tab.locator('.results li').count(), 20);
    await tab.getByRole('button', { name: 'Tampilkan lebih banyak' }).click();
    assert.equal(await tab.locator('.results li').count(), 40);
    assert.ok(await tab.evaluate(() => document.activeElement === document.querySelectorAll('.results a')[20]));
  });
});

test('without scripts the search page says so and lists every name', async () => {
  await inTab({ javaScriptEnabled: false }, async (tab) => {
    await tab.goto(new URL(`${INDONESIAN}?q=kayen`, address).href);
    assert.ok(await tab.getByText('Pencarian memerlukan JavaScript').isVisible());
    const villages = await tab.locator('#desa + .names li').count();
    const published = readdirSync(join(folder, 'desa'), { withFileTypes: true }).filter((it) => it.isDirectory());
    assert.equal(villages, published.length);
  });
});

test('where the index does not load, names are found and it is said', async () => {
  await inTab({}, async (tab) => {
    await tab.route('**/*.json', (route) => route.abort());
    await tab.goto(new URL(`${INDONESIAN}?q=tayu`, address).href);
    await tab.waitForSelector('.results li');
    assert.match(await tab.locator('.results a').first().textContent(), /^Tayu/);
    assert.match(await tab.locator('.count').textContent(), /Hanya nama yang dicari/);
  });
});

test('a first question costs a phone little', async () => {
  for (const question of ['pendampingan', 'sidomulyo', 'rumah tidak layak huni']) {
    await inTab({ viewport: PHONE }, async (tab) => {
      await tab.goto(new URL(INDONESIAN, address).href);
      let bytes = 0;
      tab.on('response', async (response) => {
        bytes += (await response.body()).length;
      });
      await tab.fill('#q', question);
      await tab.waitForSelector('.results li');
      await tab.waitForLoadState('networkidle');
      // As they are sent where nothing is compressed; a third of it where something is.
      assert.ok(bytes < 90_000, `${question}: ${bytes} bytes`);
    });
  }
});

test('the script stems every word of the index as the index does', async () => {
  const problems = [];
  for (const path of [INDONESIAN, ENGLISH]) {
    const read = (below) =>
      readdirSync(join(folder, path, below)).map((name) => JSON.parse(readFileSync(join(folder, path, below, name))));
    const stems = new Set(read('words').flatMap((shard) => Object.keys(shard)));
    const unknown = await inTab({}, async (tab) => {
      await tab.goto(new URL(path, address).href);
      return tab.evaluate(
        ([texts, stems]) => {
          const found = document.getElementById('found');
          const left = new Set(found.dataset.common.split(' '));
          const all = texts.flatMap((text) => text.replace(/['`‘’ʼ]/g, '').toLowerCase().split(/[^a-z0-9]+/));
          const words = [...new Set(all)].filter((word) => word && !left.has(word) && !/^\d+$/.test(word));
          const known = new Set(stems);
          return { all: words.length, unknown: words.filter((word) => !known.has(found.stemOf(word))) };
        },
        [read('lines').flat(), [...stems]],
      );
    });
    assert.ok(unknown.all > 1_000, `${path}: ${unknown.all} words`);
    problems.push(...unknown.unknown.map((word) => `${path}: ${word}`));
  }
  assertNone(problems);
});

test('axe finds no barrier on the page with results', async () => {
  const problems = await inTab({}, async (tab) => {
    await tab.goto(new URL(`${ENGLISH}?q=poverty`, address).href);
    await tab.waitForSelector('.results mark');
    return violationsInEveryWay(tab);
  });
  assertNone(problems);
});
