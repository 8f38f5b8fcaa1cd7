// The pages of a report by what they say: title, lead, and tables cell by cell. What is drawn says nothing here.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'parse5';

/** A figure for itself is no page that others make too. */
const FIGURES = /^(gambar|en\/figures)\//;

function attribute(node, name) {
  return node?.attrs?.find((it) => it.name === name)?.value ?? '';
}

function* all(node, names) {
  for (const child of node?.childNodes ?? []) {
    if (names.includes(child.tagName)) yield child;
    else yield* all(child, names);
  }
}

function first(node, name) {
  return all(node, [name]).next().value;
}

function text(node) {
  if (node.nodeName === '#text') return node.value;
  return node.tagName === 'svg' ? '' : (node.childNodes ?? []).map(text).join('');
}

function plain(node) {
  return node ? text(node).replace(/\s+/g, ' ').trim() : '';
}

function table(node) {
  const column = (it) => ({ label: plain(it), numeric: attribute(it, 'class') === 'num' });
  const cell = (it) => ({ text: plain(it), href: attribute(first(it, 'a'), 'href') });
  return {
    caption: plain(first(node, 'caption')),
    columns: [...all(first(node, 'thead'), ['th'])].map(column),
    rows: [...all(first(node, 'tbody'), ['tr'])].map((row) => [...all(row, ['th', 'td'])].map(cell)),
  };
}

function page(html) {
  const document = parse(html);
  const main = first(document, 'main');
  const lead = [...all(main, ['p'])].find((it) => attribute(it, 'class') === 'lead');
  return {
    lang: attribute(first(document, 'html'), 'lang'),
    title: plain(first(main, 'h1')),
    lead: plain(lead),
    tables: [...all(main, ['table'])].map(table),
  };
}

/** The pages in a folder, by their paths from there: `''`, `desa/33.18.16.2012/`. */
export async function pages(folder) {
  const found = new Map();
  for (const file of (await readdir(folder, { recursive: true })).sort()) {
    if (!/(^|\/)index\.html$/.test(file) || FIGURES.test(file)) continue;
    const path = file.slice(0, -'index.html'.length);
    found.set(path, page(await readFile(join(folder, file), 'utf8')));
  }
  return found;
}
