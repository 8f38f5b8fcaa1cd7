// The Nu Html Checker, the one of the W3C, finds nothing in any published page, style sheet or icon.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import jar from 'vnu-jar';

import { assertNone } from './claim.js';
import { published } from './html.js';
import { folder, ofCountry } from './report.js';

test('all published HTML, CSS and SVG is valid', async () => {
  const files = [...published.map((path) => join(folder, path)), ...ofCountry.map(({ file }) => file)];
  // One kind after the other: whenever the kind changes the checker prepares itself anew, which took most of its time.
  const paths = ['css', 'html', 'svg'].flatMap((kind) => files.filter((path) => path.endsWith(`.${kind}`)));
  // A list of villages is mostly names: the checker would guess that an English page is written in Javanese.
  const flags = ['--format', 'json', '--exit-zero-always', '--also-check-css', '--also-check-svg', '--no-langdetect'];
  // Deep tables of a long page need more than Java's usual stack.
  const java = ['-Xss4m', '-jar', String(jar), ...flags, ...paths];
  const { stderr } = await promisify(execFile)('java', java, { maxBuffer: 64 * 1024 * 1024 });
  const { messages } = JSON.parse(stderr);
  // The checker's list of properties ends before SVG 2, which has this one; all browsers know it.
  const isKnown = ({ message }) => message.includes('Property “paint-order” doesn\'t exist');
  assertNone(messages.filter((it) => !isKnown(it)).map(({ url, lastLine, message }) => `${url} line ${lastLine}: ${message}`));
});
