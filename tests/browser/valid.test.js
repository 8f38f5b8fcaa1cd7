// The Nu Html Checker, the one of the W3C, finds nothing in any published page, style sheet or icon.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import jar from 'vnu-jar';

import { assertNone } from './claim.js';
import { published } from './html.js';
import { folder, pages } from './report.js';

/** The figures of villages are a thousand pages of one template; those of the villages that are looked at stand for all. */
const looked = new Set(pages.map(({ path }) => path.match(/33(\.\d\d){2}\.\d{4}/)?.[0]));
const isChecked = (path) => {
  const village = path.match(/^(?:gambar|en\/figures)\/desa\/([\d.]+)\//)?.[1];
  return !village || looked.has(village);
};

test('all published HTML, CSS and SVG is valid', async () => {
  const files = published.filter((path) => /\.(html|css|svg)$/.test(path) && isChecked(path)).map((path) => join(folder, path));
  // A list of villages is mostly names: the checker would guess that an English page is written in Javanese.
  const flags = ['--format', 'json', '--exit-zero-always', '--also-check-css', '--also-check-svg', '--no-langdetect'];
  // Deep tables of a long page need more than Java's usual stack.
  const java = ['-Xss4m', '-jar', String(jar), ...flags, ...files];
  const { stderr } = await promisify(execFile)('java', java, { maxBuffer: 64 * 1024 * 1024 });
  const { messages } = JSON.parse(stderr);
  // The checker's list of properties ends before SVG 2, which has this one; all browsers know it.
  const isKnown = ({ message }) => message.includes('Property “paint-order” doesn\'t exist');
  assertNone(messages.filter((it) => !isKnown(it)).map(({ url, lastLine, message }) => `${url} line ${lastLine}: ${message}`));
});
