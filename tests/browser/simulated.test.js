// What is simulated says so: on the page, at the figure, and in the downloads alike.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { claim } from './html.js';
import { folder } from './report.js';

function isMark(element) {
  return element.name === 'span' && element.hasClass('sim');
}

function isMarked(element) {
  return element.below().some(isMark);
}

claim('a page has the banner if and only if something on it is marked', ({ html }) => {
  const banners = html.all('p').filter((paragraph) => paragraph.hasClass('banner'));
  // The banner shows the mark that it explains.
  const explained = banners.flatMap((banner) => banner.all('span').filter(isMark)).length;
  const marked = html.all('span').filter(isMark).length - explained;
  if (banners.length > 1) return [`has ${banners.length} banners`];
  if (banners.length === 1 && marked === 0) return ['has the banner, but nothing on it is marked'];
  if (banners.length === 0 && marked > 0) return [`has ${marked} marks, but no banner`];
  return [];
});

claim('what has the simulation as its source is marked, and so is a figure drawn from it', ({ html }) => {
  const fromSimulation = (element) =>
    element.all('a').some((link) => /(metode\/#simulasi|method\/#simulated)$/.test(link.get('href')));
  const rows = html.all('tr').filter((row) => fromSimulation(row) && !isMarked(row));
  // On the page of a simulated party, the title is marked for all that describes it.
  const lists = isMarked(html.first('h1')) ? [] : html.all('dl');
  const keys = lists.flatMap((list) => list.children).filter((key) => fromSimulation(key) && !isMarked(key));
  const figures = html.all('figure').filter((figure) => {
    const source = figure.all('p').find((paragraph) => paragraph.hasClass('source'));
    return source && fromSimulation(source) && !isMarked(figure.first('h3', 'h4') ?? html.first('h1'));
  });
  return [...rows, ...keys, ...figures].map((it) => `does not mark: ${it.text.slice(0, 100)}`);
});

/** The rows of a download by the village that they are about, with whether they are simulated. */
function byVillage(name) {
  const villages = new Map();
  for (const row of parse(readFileSync(join(folder, 'data', `${name}.csv`)), { columns: true })) {
    if (row.region.split('.').length < 4) continue;
    const rows = villages.get(row.region) ?? [];
    villages.set(row.region, [...rows, { ...row, isSimulated: row.simulated === 'true' }]);
  }
  return villages;
}

/** Claims that pages of villages are as a download says: `differences(said, html)` compares its rows about one village. */
function claimAsInDownload(what, name, differences) {
  const said = byVillage(name);
  const met = new Set();
  claim(
    what,
    ({ path, html }) => {
      const code = path.match(/^(?:desa|en\/villages)\/([\d.]+)\//)?.[1];
      if (!code) return [];
      met.add(code);
      return differences(said.get(code) ?? [], html);
    },
    () => {
      const kinds = new Set([...said.values()].flat().map((row) => row.isSimulated));
      const found = kinds.size === 2 ? [] : [`${name}.csv has not both what is simulated and what is not`];
      const left = [...said.keys()].filter((code) => !met.has(code));
      return [...found, ...left.map((code) => `${code} of ${name}.csv has no page`)];
    },
  );
}

claimAsInDownload('accompaniments are marked on the pages of villages as in the download', 'accompaniments', (said, html) =>
  said.flatMap(({ agency, isSimulated }) => {
    // Two rows that look alike on the page, one of them simulated, cannot be told apart.
    if (said.some((it) => it.agency === agency && it.isSimulated !== isSimulated)) return [];
    const isOfAgency = new RegExp(`/(opd|agencies)/${agency}/$`);
    const shown = html.all('tr').filter((row) => isOfAgency.test(row.first('th')?.first('a')?.get('href')));
    if (shown.length === 0) return [`does not show ${agency}`];
    const wrong = isSimulated ? 'does not mark' : 'marks';
    return shown.every((row) => isMarked(row) === isSimulated) ? [] : [`${wrong} ${agency}`];
  }),
);

/** The ledger of the page of a village, undefined where it has none. */
function ledgerOf(html) {
  return html.all('table').find((table) => /^(Dana untuk|Money for) /.test(table.first('caption').text));
}

/** How many rows the ledger of a page says that it shows, of how many; undefined where it says nothing of others. */
function partOf(ledger) {
  const counts = ledger.first('caption').text.match(/: (\d+) (?:dari|of) (\d+)/);
  return counts && { shown: Number(counts[1]), all: Number(counts[2]) };
}

/** A row of the ledger in words, as the page and the download both tell it. */
function entry(occurredOn, amount, isSimulated) {
  return `${occurredOn} ${amount || 'unknown'} ${isSimulated ? 'simulated' : 'observed'}`;
}

function entryOnPage(row) {
  const [occurredOn, amount] = row.all('data').map((data) => data.get('value'));
  return entry(occurredOn, amount, isMarked(row));
}

/** A reversal is written on the page as what it takes back. */
function entryInDownload({ kind, occurredOn, amount, isSimulated }) {
  return entry(occurredOn, amount && kind === 'REVERSAL' ? `-${amount}` : amount, isSimulated);
}

claimAsInDownload('money is marked on the pages of villages as in the download', 'transactions', (said, html) => {
  const ledger = ledgerOf(html);
  const entries = ledger?.first('tbody').all('tr').map(entryOnPage) ?? [];
  const part = (ledger && partOf(ledger)) ?? { shown: said.length, all: said.length };
  if (part.all !== said.length) return [`tells of ${part.all} rows of money, not ${said.length}`];
  if (part.shown !== entries.length) return [`shows ${entries.length} rows of money, not ${part.shown}`];
  // The page begins with the latest, the download ends with it; what public sources state is not left out for the rest.
  const order = said.map((row, at) => ({ row, at })).reverse();
  const chosen = order.toSorted((one, other) => one.row.isSimulated - other.row.isSimulated).slice(0, part.shown);
  const latest = chosen.toSorted((one, other) => other.at - one.at).map(({ row }) => entryInDownload(row));
  return entries.flatMap((it, at) => (it === latest[at] ? [] : [`row ${at + 1} of its money is ${it}, not ${latest[at]}`]));
});
