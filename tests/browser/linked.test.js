// All published pages hang together: links lead somewhere, languages belong to each other, headings make an outline.

import { test } from 'node:test';

import { assertNone } from './claim.js';
import { everyPage, pages, published } from './html.js';

const files = new Set(published);
/** Ids by path, for links that end in `#…`. */
const ids = new Map();
/** Language and alternate of each page by address. */
const languages = new Map();

for (const { path, url, html } of pages()) {
  ids.set(path, new Set([...html.below()].map((element) => element.get('id')).filter(Boolean)));
  languages.set(url, { lang: html.get('lang'), alternates: alternates(url, html) });
}

/** The pages in other languages that a page names. */
function alternates(url, html) {
  const links = html.all('link').filter((link) => link.get('rel') === 'alternate' && link.get('hreflang'));
  return links.map((link) => ({ lang: link.get('hreflang'), url: resolve(url, link.get('href')).pathname }));
}

function resolve(url, href) {
  return new URL(href, `http://report${url}`);
}

/** What is wrong with a link, undefined when it leads somewhere. */
function fault(url, href) {
  const target = resolve(url, href);
  if (target.host !== 'report') {
    return target.protocol === 'https:' || target.protocol === 'http:' ? undefined : 'is no address of the web';
  }
  const path = decodeURIComponent(target.pathname).slice(1);
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  if (!files.has(file)) return 'leads to no file';
  const anchor = decodeURIComponent(target.hash).slice(1);
  return anchor && !ids.get(file)?.has(anchor) ? 'leads to no place on its page' : undefined;
}

test('every link and anchor leads somewhere', () => {
  const problems = everyPage(({ url, html }) =>
    [...html.below()].flatMap((element) =>
      ['href', 'src'].flatMap((name) => {
        const href = element.get(name);
        const wrong = href === undefined ? undefined : href === '' ? 'is empty' : fault(url, href);
        return wrong ? [`<${element.name} ${name}="${href}"> ${wrong}`] : [];
      }),
    ),
  );
  assertNone(problems);
});

test('no page is left out: each can be reached from the first page of its language', () => {
  const reached = new Set();
  const waiting = ['/', '/en/'];
  const links = new Map();
  for (const { url, html } of pages()) {
    links.set(url, html.all('a').map((link) => resolve(url, link.get('href'))).filter(({ host }) => host === 'report'));
  }
  while (waiting.length > 0) {
    const url = waiting.pop();
    if (reached.has(url) || !links.has(url)) continue;
    reached.add(url);
    waiting.push(...links.get(url).map((link) => link.pathname));
  }
  const left = [...links.keys()].filter((url) => !reached.has(url) && !url.endsWith('404.html'));
  assertNone(left.map((url) => `${url} is linked from nowhere`));
});

test('an id stands once on its page', () => {
  const problems = everyPage(({ html }) => {
    const all = [...html.below()].map((element) => element.get('id')).filter((id) => id !== undefined);
    return all.filter((id, index) => id === '' || all.indexOf(id) !== index).map((id) => `has id "${id}" again`);
  });
  assertNone(problems);
});

test('a page names its language, and the page in the other language names it back', () => {
  const problems = everyPage(({ path, url }) => {
    const { lang, alternates } = languages.get(url);
    const expected = path.startsWith('en/') ? 'en' : 'id';
    if (lang !== expected) return [`says that it is in ${lang}`];
    // The page for addresses that are none stands for no page in particular.
    if (path.endsWith('404.html')) return alternates.length ? ['names a page in another language'] : [];
    if (alternates.length !== 1) return [`names ${alternates.length} pages in other languages`];
    const [there] = alternates;
    const back = languages.get(there.url);
    const isPair = there.lang !== lang && back?.lang === there.lang && back.alternates[0]?.url === url;
    return isPair ? [] : [`and ${there.url} are no pair`];
  });
  assertNone(problems);
});

test('the headings of a page make an outline', () => {
  const problems = everyPage(({ html }) => {
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
  assertNone(problems);
});

test('every page has a title of its own and an icon', () => {
  const titles = new Map();
  const problems = everyPage(({ url, path, html }) => {
    const title = html.first('head').first('title')?.text ?? '';
    const language = html.get('lang');
    const other = titles.get(`${language} ${title}`);
    titles.set(`${language} ${title}`, url);
    const found = html.all('link').some((link) => link.get('rel') === 'icon') ? [] : ['has no icon'];
    if (title.length < 12) found.push(`has the title “${title}”`);
    if (other && !path.endsWith('404.html')) found.push(`has the same title as ${other}: ${title}`);
    return found;
  });
  assertNone(problems);
});
