// Measures a subject, prints what it finds, and ends with 1 where a target is missed.
//
//   node main.js api [--seconds N] [--rounds N] [--workers N]
//   node main.js site [--rounds N]
//   node main.js country [--rounds N]
//
// PostGraphile runs in one process, as it does by itself, or in as many as `workers` says.

import { parseArgs } from 'node:util';

const SUBJECTS = {
  api: () => import('./api.js'),
  site: () => import('./site.js'),
  country: () => import('./country.js'),
};

/** Rounds of a subject that does not say how many are enough. */
const ROUNDS = 3;

function whole(text, name) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number above 0, not ${text}`);
  return Number(text);
}

// PostGraphile checks itself less where it serves in earnest.
process.env.NODE_ENV = 'production';
process.env.GRAPHILE_ENV = 'production';

// Servers end with this process, and the database stops.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '5' },
      rounds: { type: 'string' },
      workers: { type: 'string', default: '1' },
    },
  });
  const load = SUBJECTS[positionals[0]];
  if (!load || positionals.length > 1) {
    throw new Error(`say what to measure: ${Object.keys(SUBJECTS).join(', ')}`);
  }
  const subject = await load();
  values.rounds ??= String(subject.ROUNDS ?? ROUNDS);
  const numbers = Object.entries(values).map(([name, text]) => [name, whole(text, name)]);
  const isMet = await subject.run(Object.fromEntries(numbers));
  process.exitCode = isMet ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 2;
}
