// What is simulated says so: on the page, at the figure, and in the downloads alike.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { parse } from 'csv-parse/sync';

import { assertNone } from './claim.js';
import { everyPage, pages } from './html.js';
import { folder } from './report.js';

/** The rows of a download that are about one village, with whether they are simulated. */
function aboutVillages(name) {
  const rows = parse(readFileSync(join(folder, 'data', `${name}.csv`)), { columns: true });
  const isVillage = (region) => region.split('.').length === 4;
  return rows.filter((row) => isVillage(row.region)).map((row) => ({ ...row, isSimulated: row.simulated === 'true' }));
}

function isMark(element) {
  return element.name === 'span' && element.hasClass('sim');
}

function isMarked(element) {
  return [...element.below()].some(isMark);
}

/** The table rows of the pages of a village, in both languages. */
const rowsOfVillage = new Map();
for (const { path, html } of pages()) {
  const code = path.match(/^(?:desa|en\/villages)\/([\d.]+)\//)?.[1];
  if (code) rowsOfVillage.set(code, [...(rowsOfVillage.get(code) ?? []), html.all('tr')]);
}

/** Compares a download with the marks of the rows that `isRow` finds for each of its rows. */
function differences(name, isRow) {
  const problems = [];
  const said = aboutVillages(name);
  assert.ok(said.some((it) => it.isSimulated) && said.some((it) => !it.isSimulated), `${name}.csv has rows of both kinds`);
  for (const row of said) {
    // Two rows that look alike on the page, one of them simulated, cannot be told apart.
    const alike = said.filter((it) => it.region === row.region && isRow(row).key === isRow(it).key);
    if (alike.some((it) => it.isSimulated !== row.isSimulated)) continue;
    for (const shown of rowsOfVillage.get(row.region) ?? []) {
      const found = shown.filter(isRow(row).matches);
      const what = `${row.key} of ${row.region}, ${row.isSimulated ? 'simulated' : 'observed'} in ${name}.csv,`;
      if (found.length === 0) problems.push(`${what} is not on the page of its village`);
      if (found.some((it) => isMarked(it) !== row.isSimulated)) problems.push(`${what} is not so on the page`);
    }
  }
  return problems;
}

test('a page has the banner if and only if something on it is marked', () => {
  const problems = everyPage(({ html }) => {
    const banners = html.all('p').filter((paragraph) => paragraph.hasClass('banner'));
    // The banner shows the mark that it explains.
    const explained = banners.flatMap((banner) => banner.all('span').filter(isMark)).length;
    const marked = html.all('span').filter(isMark).length - explained;
    if (banners.length > 1) return [`has ${banners.length} banners`];
    if (banners.length === 1 && marked === 0) return ['has the banner, but nothing on it is marked'];
    if (banners.length === 0 && marked > 0) return [`has ${marked} marks, but no banner`];
    return [];
  });
  assertNone(problems);
});

test('what has the simulation as its source is marked, and so is a figure drawn from it', () => {
  const problems = everyPage(({ html }) => {
    const fromSimulation = (element) =>
      element.all('a').some((link) => /(metode\/#simulasi|method\/#simulated)$/.test(link.get('href')));
    const rows = html.all('tr').filter((row) => fromSimulation(row) && !isMarked(row));
    // On the page of a simulated party, the title is marked for all that describes it.
    const lists = isMarked(html.first('h1')) ? [] : html.all('dl');
    const keys = lists.flatMap((list) => list.children).filter((key) => fromSimulation(key) && !isMarked(key));
    const figures = html.all('figure').filter((figure) => {
      const source = figure.all('p').find((paragraph) => paragraph.hasClass('source'));
      return source && fromSimulation(source) && !isMarked(figure.first('h3') ?? html.first('h1'));
    });
    return [...rows, ...keys, ...figures].map((it) => `does not mark: ${it.text.slice(0, 100)}`);
  });
  assertNone(problems);
});

test('accompaniments are marked on the pages of villages as in the download', () => {
  const problems = differences('accompaniments', ({ agency }) => ({
    key: agency,
    matches: (row) => new RegExp(`/(opd|agencies)/${agency}/$`).test(row.first('th')?.first('a')?.get('href')),
  }));
  assertNone(problems);
});

test('money is marked on the pages of villages as in the download', () => {
  const problems = differences('transactions', ({ kind, occurredOn, amount }) => {
    // A reversal is written on the page as what it takes back.
    const shown = kind === 'REVERSAL' ? `-${amount}` : amount;
    return {
      key: `${occurredOn} ${shown}`,
      matches: (row) => {
        const values = row.all('data').map((data) => data.get('value'));
        return values.includes(occurredOn) && (amount === '' || values.includes(shown));
      },
    };
  });
  assertNone(problems);
});
