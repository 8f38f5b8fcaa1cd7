// Every published page, read as a browser would.

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { parse } from 'parse5';

import { sharing } from './claim.js';
import { folder } from './report.js';

function filesBelow(parent) {
  return readdirSync(parent, { withFileTypes: true }).flatMap((entry) => {
    const path = join(parent, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Paths of all published files, from the root of the report. */
export const published = filesBelow(folder).map((path) => relative(folder, path)).sort();

/**
 * An element with the few questions that the tests ask.
 *
 * A page is one list of elements in the order of the document, and what is below an element is a stretch of it: a page
 * is walked through once, not once per question.
 */
export class Element {
  #node;
  #page;
  #from;
  #to;

  constructor(node, page = []) {
    page.push(this);
    this.#node = node;
    this.#page = page;
    this.#from = page.length;
    /** Its child elements. */
    this.children = elementsIn(node).map((child) => new Element(child, page));
    this.#to = page.length;
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

  /** All elements below it in the order of the document. */
  below() {
    return this.#page.slice(this.#from, this.#to);
  }

  /** The elements below it with one of these names. */
  all(...names) {
    return this.below().filter((element) => names.includes(element.name));
  }

  /** The first element below it with one of these names. */
  first(...names) {
    return this.below().find((element) => names.includes(element.name));
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

/**
 * Claims something of every published page, in a test of its own; the claims of a file share one reading of the pages.
 *
 * `examine(page)` says what is wrong with a page, and `conclude()` what is wrong with all of them together.
 */
export const claim = sharing(async (ask) => {
  for (const path of published.filter((path) => path.endsWith('.html'))) {
    const page = read(path);
    await ask(page.url, page);
  }
});
