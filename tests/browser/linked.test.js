// All published pages hang together: links lead somewhere, languages belong to each other, headings make an outline.

import { claim, published } from './html.js';

const files = new Set(published);

/** All ids of an element and what is below it. */
function idsOf(html) {
  return html.below().map((element) => element.get('id')).filter((id) => id !== undefined);
}

function resolve(url, href) {
  return new URL(href, `http://report${url}`);
}

/** The published file that an address of the report means. */
function fileOf({ pathname }) {
  const path = decodeURIComponent(pathname).slice(1);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

/** What is wrong with an address itself, undefined when it leads to a file or out of the report. */
function fault(href, target) {
  if (href === '') return 'is empty';
  if (target.host !== 'report') return /^https?:$/.test(target.protocol) ? undefined : 'is no address of the web';
  return files.has(fileOf(target)) ? undefined : 'leads to no file';
}

/** Ids by file. */
const ids = new Map();
/** The links that lead to a place on a page: `{ link, file, id }`. */
const anchors = [];

claim(
  'every link and anchor leads somewhere',
  ({ path, url, html }) => {
    ids.set(path, new Set(idsOf(html)));
    const addresses = html.below().flatMap((element) =>
      ['href', 'src'].map((name) => ({ element, name, href: element.get(name) })).filter(({ href }) => href !== undefined),
    );
    return addresses.flatMap(({ element, name, href }) => {
      const target = resolve(url, href);
      const link = `<${element.name} ${name}="${href}">`;
      const wrong = fault(href, target);
      if (wrong) return [`${link} ${wrong}`];
      const id = decodeURIComponent(target.hash).slice(1);
      if (id && target.host === 'report') anchors.push({ link: `${url}: ${link}`, file: fileOf(target), id });
      return [];
    });
  },
  () =>
    anchors
      .filter(({ file, id }) => !ids.get(file)?.has(id))
      .map(({ link }) => `${link} leads to no place on its page`),
);

/** Addresses of the pages that each page links to. */
const links = new Map();

claim(
  'no page is left out: each can be reached from the first page of its language',
  ({ url, html }) => {
    const targets = html.all('a').map((link) => resolve(url, link.get('href')));
    links.set(url, new Set(targets.filter(({ host }) => host === 'report').map(({ pathname }) => pathname)));
  },
  () => {
    const reached = new Set(['/', '/en/']);
    // A set gives what is added to it on the way as well.
    for (const url of reached) for (const next of links.get(url) ?? []) reached.add(next);
    const left = [...links.keys()].filter((url) => !reached.has(url) && !url.endsWith('404.html'));
    return left.map((url) => `${url} is linked from nowhere`);
  },
);

claim('an id stands once on its page', ({ html }) => {
  const seen = new Set();
  const isAgain = (id) => id === '' || seen.size === seen.add(id).size;
  return idsOf(html).filter(isAgain).map((id) => `has id "${id}" again`);
});

/** Language and alternates of each page by address. */
const languages = new Map();

/** The pages in other languages that a page names. */
function alternates(url, html) {
  const links = html.all('link').filter((link) => link.get('rel') === 'alternate' && link.get('hreflang'));
  return links.map((link) => ({ lang: link.get('hreflang'), url: resolve(url, link.get('href')).pathname }));
}

/** What is wrong with the languages of a page that are in `languages`, undefined when nothing is. */
function unpaired(url) {
  const { lang, alternates } = languages.get(url);
  const expected = url.startsWith('/en/') ? 'en' : 'id';
  if (lang !== expected) return `says that it is in ${lang}`;
  // The page for addresses that are none stands for no page in particular.
  if (url.endsWith('404.html')) return alternates.length ? 'names a page in another language' : undefined;
  if (alternates.length !== 1) return `names ${alternates.length} pages in other languages`;
  const [there] = alternates;
  const back = languages.get(there.url);
  const isPair = there.lang !== lang && back?.lang === there.lang && back.alternates[0]?.url === url;
  return isPair ? undefined : `and ${there.url} are no pair`;
}

claim(
  'a page names its language, and the page in the other language names it back',
  ({ url, html }) => {
    languages.set(url, { lang: html.get('lang'), alternates: alternates(url, html) });
  },
  () => [...languages.keys()].filter(unpaired).map((url) => `${url} ${unpaired(url)}`),
);

claim('the headings of a page make an outline', ({ html }) => {
  const headings = html.all('h1', 'h2', 'h3', 'h4', 'h5', 'h6');
  const found = headings.filter((heading) => !heading.text).map((heading) => `has an empty ${heading.name}`);
  const first = headings.filter((heading) => heading.name === 'h1');
  if (first.length !== 1) found.push(`has ${first.length} h1`);
  let level = 0;
  for (const heading of headings) {
    const next = Number(heading.name[1]);
    if (next > level + 1) found.push(`goes from h${level} to h${next}: ${heading.text}`);
    level = next;
  }
  return found;
});

/** The page of each title, by language and title. */
const titles = new Map();

claim('every page has a title of its own and an icon', ({ url, path, html }) => {
  const title = html.first('head').first('title')?.text ?? '';
  const language = html.get('lang');
  const other = titles.get(`${language} ${title}`);
  titles.set(`${language} ${title}`, url);
  const found = html.all('link').some((link) => link.get('rel') === 'icon') ? [] : ['has no icon'];
  if (title.length < 12) found.push(`has the title “${title}”`);
  if (other && !path.endsWith('404.html')) found.push(`has the same title as ${other}: ${title}`);
  return found;
});

claim('every page leads home, to the data and to the method', ({ url, html }) => {
  if (/\/(sematan|embed|edisi|editions|404\.html)(\/|$)/.test(url)) return [];
  const there = new Set(html.all('a').map((link) => resolve(url, link.get('href') ?? '').pathname));
  const english = url.startsWith('/en/');
  const wanted = english ? ['/en/', '/en/data/', '/en/method/'] : ['/', '/data/', '/metode/'];
  return wanted.filter((page) => !there.has(page)).map((page) => `does not lead to ${page}`);
});

/** What stands on a page in this order, where it is there at all. */
const ORDER = [
  (it) => it.name === 'h1',
  (it) => it.hasClass('lead'),
  (it) => it.hasClass('edition'),
  (it) => it.hasClass('keys'),
  (it) => it.hasClass('terms'),
  (it) => it.hasClass('sources'),
];

claim('a page begins with its answer and ends with terms and sources', ({ url, html }) => {
  // Each chapter of the whole report has sources of its own.
  if (/^\/(laporan|en\/report)\/$/.test(url)) return [];
  const below = html.below();
  const order = ORDER.map((is) => below.findIndex(is)).filter((at) => at >= 0);
  const keys = below.find((it) => it.hasClass('keys'))?.all('dt').length ?? 0;
  const found = order.some((at, nth) => at < order[nth - 1]) ? [`has another order: ${order}`] : [];
  return keys > 6 ? [...found, `has ${keys} key figures`] : found;
});
