// Every figure says what it shows in words, where that comes from, and in a table what it draws.

import { claim } from './html.js';

/** How many rows a table has below its header. */
function rows(table) {
  return table.first('tbody')?.all('tr').length ?? 0;
}

/** Whether a page is that of one figure, whose title and table are those of the page. */
const isOfOne = (url) => /^\/(gambar|en\/figures)\//.test(url);
/** Whether it is made to stand on pages of others, and leads to the page with the table. */
const isEmbedded = (url) => isOfOne(url) && /\/(sematan|embed)\/$/.test(url);
/** Whether it is the whole report, in which ids begin with the name of their chapter. */
const isWhole = (url) => /^\/(laporan|en\/report)\/$/.test(url);

claim('every figure has a finding, a graphic, a source and its values in a table', ({ url, html }) =>
  html.all('figure').flatMap((figure) => {
    const found = [];
    if (!figure.get('id')) found.push('has no address');
    const title = isOfOne(url) ? html.first('h1') : figure.first('figcaption')?.first('h3', 'h4');
    if (!title?.text) found.push('has no title');
    if (figure.all('svg').filter((svg) => svg.hasClass('wide')).length !== 1) found.push('has not one wide drawing');
    const source = figure.all('p').find((paragraph) => paragraph.hasClass('source'));
    if (!/: \S/.test(source?.text ?? '')) found.push('names no source');
    if (isEmbedded(url)) return found;
    const tables = isOfOne(url) ? html.all('table') : figure.all('details').flatMap((details) => details.all('table'));
    if (tables.length !== 1) found.push(`has ${tables.length} tables`);
    else if (rows(tables[0]) === 0) found.push('has an empty table');
    return found.map((problem) => `figure #${figure.get('id')} ${problem}`);
  }),
);

claim('every drawing has a title and a description, and is named by them', ({ html }) =>
  html
    .all('svg')
    .filter((svg) => {
      const [title, desc] = svg.children;
      const isNamed = svg.get('aria-labelledby') === `${title?.get('id')} ${desc?.get('id')}`;
      const isRead = title?.name === 'title' && title.text && desc?.name === 'desc' && desc.text;
      return !isNamed || !isRead || !['img', 'group'].includes(svg.get('role'));
    })
    .map((svg) => `drawing ${svg.get('aria-labelledby')} does not say what it is`),
);

claim(
  'a map has a row for each of its tiles, or for each that has a value, and the same tiles on a phone',
  ({ url, html }) =>
    html.all('figure').flatMap((figure) => {
      if (isEmbedded(url)) return [];
      const maps = figure.all('svg').filter((svg) => svg.hasClass('tile-map'));
      const counts = maps.map((map) => {
        // The key has swatches too; only areas have a tooltip.
        const areas = map.below().filter((it) => ['a', 'g'].includes(it.name) && it.children[0]?.name === 'title');
        const tiles = areas.map((area) => area.all('rect').find((rect) => rect.hasClass('tile')));
        return { all: tiles.length, valued: tiles.filter((tile) => !tile.hasClass('nodata')).length };
      });
      const expected = maps.length && rows((isOfOne(url) ? html : figure).first('table'));
      const same = counts.every(({ all, valued }) => all === counts[0].all && valued === counts[0].valued);
      if (same && counts.every(({ all, valued }) => [all, valued].includes(expected))) return [];
      return [`figure #${figure.get('id')} has ${expected} rows, but tiles: ${JSON.stringify(counts)}`];
    }),
);

/** The parts of a figure in the order in which they are read. */
const PARTS = [
  ['its title', (it) => ['h3', 'h4'].includes(it.name)],
  ['its subtitle', (it) => it.hasClass('subtitle')],
  ['its graphic', (it) => it.hasClass('graphic')],
  ['its source', (it) => it.name === 'p' && it.hasClass('source')],
  ['its table', (it) => it.name === 'details'],
  ['its files', (it) => it.hasClass('files')],
];

claim('the parts of a figure stand in one order, and its files say their format and size', ({ url, html }) => {
  if (isOfOne(url)) return [];
  return html.all('figure').flatMap((figure) => {
    const below = figure.below();
    const places = PARTS.map(([name, is]) => ({ name, at: below.findIndex(is) }));
    const found = places.filter(({ at }) => at < 0).map(({ name }) => `is without ${name}`);
    const order = places.map(({ at }) => at);
    if (order.some((at, nth) => at < order[nth - 1])) found.push(`has its parts in another order: ${order}`);
    const files = below.find((it) => it.hasClass('files'))?.all('a').slice(0, -1) ?? [];
    for (const file of files) {
      if (!/\((CSV|XLSX|JSON|SVG|PNG), [\d.,]+\skB\)$/.test(file.text)) found.push(`has a file “${file.text}”`);
    }
    return found.map((problem) => `figure #${figure.get('id')} ${problem}`);
  });
});

/** What is noted below a figure, by the address of its own page. */
const notes = { own: new Map(), embedded: new Map() };

claim(
  'an embedded figure is noted as on its own page',
  ({ url, html }) => {
    if (isOfOne(url)) {
      const below = html.first('figure').all('p').filter((it) => it.hasClass('note')).map((it) => it.text);
      const [kind, page] = isEmbedded(url) ? ['embedded', url.replace(/(sematan|embed)\/$/, '')] : ['own', url];
      notes[kind].set(page, below.join(' '));
    }
    return [];
  },
  () => [...notes.own].filter(([page, said]) => notes.embedded.get(page) !== said).map(([page]) => `${page}: other notes`),
);

claim('descriptions of drawings lead to the table, and no drawing is called one', ({ html }) =>
  html
    .all('svg')
    .filter((svg) => svg.hasClass('chart') && !svg.hasClass('spark'))
    .map((svg) => svg.first('desc')?.text ?? '')
    .filter((said) => !/(Tabel di (samping atau di )?bawah|Table (beside or )?below)\.$/.test(said) || /^(Gambar|Image)/.test(said))
    .map((said) => `“${said}”`),
);

claim('what the pointer shows of a map has a row in its table', ({ url, html }) =>
  html.all('figure').flatMap((figure) => {
    if (isEmbedded(url)) return [];
    const table = (isOfOne(url) ? html : figure).first('table');
    const named = new Set(table.all('th').map((it) => it.text.replace(/ (simulasi|simulated)$/, '')));
    const maps = figure.all('svg').filter((svg) => svg.hasClass('tile-map') || svg.hasClass('choropleth'));
    const tips = maps.flatMap((map) => map.children.slice(2).flatMap((it) => it.all('title')));
    const unnamed = tips.map((tip) => tip.text.split(':')[0]).filter((name) => !named.has(name));
    return [...new Set(unnamed)].map((name) => `figure #${figure.get('id')} shows ${name}, its table does not`);
  }),
);

claim('the keyboard has a way past the links of a drawing', ({ url, html }) =>
  html
    .all('figure')
    .filter((figure) => !isEmbedded(url) && figure.all('svg').some((svg) => svg.all('a').length > 1))
    .filter((figure) => {
      const id = figure.get('id');
      const way = figure.all('a').find((it) => it.hasClass('skip'));
      return way?.get('href') !== `#${id}-tabel` || !html.below().some((it) => it.get('id') === `${id}-tabel`);
    })
    .map((figure) => `figure #${figure.get('id')} has none`),
);

/** What a village shows of its kecamatan, whose page has the files. */
const OF_DISTRICT = 'tetangga';

claim(
  'the figures of a page are numbered as they stand on it, and lead to files and a page of their own',
  ({ url, html }) => {
    if (isOfOne(url)) return [];
    return html.all('figure').flatMap((figure, at) => {
      const files = figure.all('p').find((paragraph) => paragraph.hasClass('files'));
      if (figure.get('id') === OF_DISTRICT) {
        const [link, ...more] = (files?.all('a') ?? []).map((it) => it.get('href'));
        const isThere = /\/kecamatan\/[\d.]+\/peta-desa\/$/.test(link) && more.length === 0;
        return isThere ? [] : [`figure #${OF_DISTRICT} leads to ${link}, ${more}`];
      }
      const found = new RegExp(`^(Gambar|Figure) ${at + 1}:`).test(files?.text ?? '') ? [] : [`is not number ${at + 1}`];
      const ends = (files?.all('a') ?? []).map((link) => link.get('href').split('.').at(-1));
      const page = ends.pop() ?? '';
      const id = figure.get('id');
      const name = page.split('/').at(-2);
      const isOwn = id === name || (isWhole(url) && id.endsWith(`-${name}`));
      if (ends.join() !== 'csv,xlsx,json,svg' || !isOwn) found.push(`leads to ${ends},${page}`);
      return found.map((problem) => `figure #${id} ${problem}`);
    });
  },
);

claim('every table has a caption, scoped headers, and cells for all its columns', ({ html }) =>
  html.all('table').flatMap((table) => {
    const caption = table.first('caption')?.text;
    const found = caption ? [] : ['has no caption'];
    if (table.all('th').some((th) => !['col', 'row'].includes(th.get('scope')))) found.push('has a th without scope');
    if (table.all('th').some((th) => !th.text)) found.push('has an empty th');
    const [head, ...body] = table.all('tr').map((row) => row.children.length);
    if (body.length === 0) found.push('is empty');
    if (body.some((cells) => cells !== head)) found.push('has a row that is too long or too short');
    if (table.first('thead').all('tr').length !== 1) found.push('has not one row of headers');
    const signs = table.all('td').map((td) => td.text).filter((text) => ['', '-', '–', '—', '*', '..', '…'].includes(text));
    if (signs.length > 0) found.push(`has cells with “${signs[0]}”`);
    return found.map((problem) => `table “${caption}” ${problem}`);
  }),
);

/** Shorthand that takes the place of a value, or follows one. */
const SHORTHAND = /\[[a-z]+\]/g;

claim('shorthand in a table is explained above it', ({ html }) => {
  const found = [];
  let above = '';
  for (const element of html.below()) {
    if (element.name === 'p' && element.hasClass('note')) above += ` ${element.text}`;
    if (element.name !== 'table') continue;
    const codes = new Set(element.all('td').flatMap((td) => td.text.match(SHORTHAND) ?? []));
    for (const code of codes) {
      if (!above.includes(`${code} `)) found.push(`table “${element.first('caption')?.text}” does not explain ${code}`);
    }
    above = '';
  }
  return found;
});

/** What Satu Data Indonesia asks of the description of a figure, with method and quality. */
const TERMS = {
  id: ['Konsep', 'Definisi', 'Klasifikasi', 'Ukuran', 'Satuan', 'Kode referensi', 'Penghasil', 'Metode', 'Mutu'],
  en: ['Concept', 'Definition', 'Classification', 'Measure', 'Unit', 'Reference code', 'Producer', 'Method', 'Quality'],
};

claim('the page of a figure says what its numbers mean, how they are made and how good they are', ({ url, html }) => {
  if (!isOfOne(url) || isEmbedded(url)) return [];
  const terms = new Map();
  for (const group of html.all('div')) {
    const [term, detail] = [group.first('dt'), group.first('dd')];
    if (term && detail) terms.set(term.text, detail.text);
  }
  const wanted = TERMS[url.startsWith('/en/') ? 'en' : 'id'];
  return wanted.filter((term) => !terms.get(term) || terms.get(term) === '[x]').map((term) => `lacks ${term}`);
});

/** Figures and tables of each page by its address, and the page that it names as the same in the other language. */
const shapes = new Map();

claim(
  'both languages have the same figures and as many rows in their tables',
  ({ url, html }) => {
    // Ids of figures are the same in both languages.
    const figures = html.all('figure').map((figure) => `#${figure.get('id')}`);
    const others = html.all('table').map((table) => rows(table));
    const there = html.all('link').find((link) => link.get('rel') === 'alternate')?.get('href');
    const shape = [...figures, `tables of ${others} rows`].join(', ');
    shapes.set(url, { shape, there: there && new URL(there, `http://report${url}`).pathname });
  },
  () =>
    [...shapes]
      .filter(([, { shape, there }]) => there && shapes.get(there)?.shape !== shape)
      .map(([url, { shape, there }]) => `${url}: ${shape}; ${there}: ${shapes.get(there)?.shape}`),
);
