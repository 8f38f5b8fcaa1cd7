// Every published page, read as a browser would.

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { parse } from 'parse5';

import { folder } from './report.js';

function filesBelow(parent) {
  return readdirSync(parent, { withFileTypes: true }).flatMap((entry) => {
    const path = join(parent, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Paths of all published files, from the root of the report. */
export const published = filesBelow(folder).map((path) => relative(folder, path)).sort();

/** An element with the few questions that the tests ask. */
export class Element {
  #node;

  constructor(node) {
    this.#node = node;
  }

  get name() {
    return this.#node.tagName;
  }

  /** Names and values of its attributes. */
  get attributes() {
    return this.#node.attrs.map(({ name, value }) => [name, value]);
  }

  /** Value of an attribute, undefined where there is none. */
  get(name) {
    return this.#node.attrs.find((attribute) => attribute.name === name)?.value;
  }

  hasClass(name) {
    return (this.get('class') ?? '').split(/\s+/).includes(name);
  }

  /** Its text, in one line. */
  get text() {
    return textOf(this.#node).replace(/\s+/g, ' ').trim();
  }

  /** Its child elements. */
  get children() {
    return elementsIn(this.#node).map((node) => new Element(node));
  }

  /** All elements below it in the order of the document. */
  *below() {
    for (const child of this.children) {
      yield child;
      yield* child.below();
    }
  }

  /** The elements below it with one of these names. */
  all(...names) {
    return [...this.below()].filter((element) => names.includes(element.name));
  }

  /** The first element below it with this name. */
  first(name) {
    return this.all(name)[0];
  }
}

function elementsIn(node) {
  return (node.childNodes ?? []).filter((child) => child.tagName);
}

function textOf(node) {
  return node.nodeName === '#text' ? node.value : (node.childNodes ?? []).map(textOf).join('');
}

/** A page: its path, its address from the root, its `<html>`. */
function read(path) {
  const root = elementsIn(parse(readFileSync(join(folder, path), 'utf8'))).find((node) => node.tagName === 'html');
  return { path, url: `/${path.replace(/index\.html$/, '')}`, html: new Element(root) };
}

/** One published page after the other. */
export function* pages() {
  for (const path of published) if (path.endsWith('.html')) yield read(path);
}

/** Asks `examine` what is wrong with each published page. */
export function everyPage(examine) {
  const found = [];
  for (const page of pages()) {
    for (const problem of examine(page)) found.push(`${page.url}: ${problem}`);
  }
  return found;
}
