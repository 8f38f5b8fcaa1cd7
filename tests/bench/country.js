// How long the reports of a whole country take, and whether a page takes as long there as in one province.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { circumstances } from './circumstances.js';
import { fingerprint } from './data.js';
import { median } from './median.js';
import { build, run as runProgram } from './program.js';
import { Progress } from './progress.js';
import { made, path } from './project.js';
import { TODAY } from './site/makers.js';
import { number, table, verdicts } from './table.js';

/** A round writes 8 GB and takes some minutes. */
export const ROUNDS = 1;

const FOLDER = `${made}/country`;

/** By the code that the program takes; the province is the one with the most villages. */
const PARTS = { 'one province': '88', 'the country': '00' };

/** What the program says of a build. */
const SAID = /(\d+) pages; (\d+) files written.* ([\d.]+) s to read the data, ([\d.]+) s to make.* ([\d.]+) s to publish/;

/** How often the memory is looked at, in milliseconds; the highest that the system noted is kept, so this may be seldom. */
const LOOK = 200;

/** Measures, prints and writes; returns whether all targets are met. */
export async function run({ rounds }) {
  const progress = new Progress(rounds * Object.keys(PARTS).length + 1);
  progress.say('building the gateway and the site generator');
  const gateway = await build('gateway', '--bin', 'gateway');
  const program = await build('sitegen', '--bin', 'sitegen');
  const database = await prepare(gateway, progress);
  // A theme of one language, as a national office would publish first.
  const theme = `${FOLDER}/theme`;
  await mkdir(theme, { recursive: true });
  await writeFile(`${theme}/theme.toml`, 'languages = ["id"]\n');

  const folders = `${FOLDER}/${Date.now()}`;
  const all = Object.fromEntries(Object.keys(PARTS).map((part) => [part, []]));
  try {
    for (let round = 1; round <= rounds; round += 1) {
      for (const [part, code] of Object.entries(PARTS)) {
        progress.step(`${part}, round ${round}`);
        await runProgram('sync', []);
        const out = `${folders}/${code}-${round}`;
        const options = ['--all-of', code, '--database', database, '--theme', theme, '--today', TODAY];
        all[part].push(await make(program, ['build', ...options, '--without-pictures', '--out', out]));
      }
    }
  } finally {
    // Only now: after many files were removed, the file system looks longer for room for new ones.
    progress.step('removing what was made');
    await rm(folders, { recursive: true, force: true });
    progress.clear();
  }
  const found = { ...(await circumstances()), rounds, parts: {} };
  for (const [part, builds] of Object.entries(all)) {
    const of = (what) => median(builds.map((it) => it[what]));
    const it = { pages: of('pages'), files: of('files'), reading: of('reading'), seconds: of('seconds') };
    found.parts[part] = { ...it, milliseconds: (it.seconds / it.pages) * 1000, memory: of('memory') };
  }
  found.targets = targets(found.parts);
  print(found);
  await writeFile(`${made}/country.json`, `${JSON.stringify(found, null, 2)}\n`);
  return found.targets.every(({ isMet }) => isMet);
}

/** The database of the country, made where there is none of this make. */
async function prepare(gateway, progress) {
  const file = `${FOLDER}/${await fingerprint()}.db`;
  const database = `sqlite://${file}`;
  if (await access(file).then(() => true, () => false)) return database;
  progress.say('making the data of a whole country, which takes some minutes the first time');
  // Databases of other makes, and what an interrupted run left.
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const unfinished = `${FOLDER}/unfinished.db`;
  const options = ['--database', `sqlite://${unfinished}`, '--log', 'error'];
  await runProgram(gateway, ['import', path('data/pati'), ...options]);
  await runProgram(gateway, ['simulate', '--scale', 'national', ...options]);
  await runProgram(gateway, ['release', ...options]);
  await rename(unfinished, file);
  return database;
}

/** Makes reports, and returns what the program says of it, and the most memory that it held. */
async function make(program, options) {
  const child = spawn(program, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  let memory = 0;
  const looking = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    memory = Math.max(memory, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024);
  }, LOOK);
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  clearInterval(looking);
  const numbers = SAID.exec(said);
  if (code !== 0 || !numbers) throw new Error(`${program} build ended with ${code} and said: ${said}`);
  const [pages, files, reading, making, publishing] = numbers.slice(1).map(Number);
  return { pages, files, reading, seconds: making + publishing, memory };
}

function targets(parts) {
  const { seconds, memory, milliseconds } = parts['the country'];
  const ratio = milliseconds / parts['one province'].milliseconds;
  return [
    { claim: 'the country', found: `${number(seconds, 1)} s`, bound: 'at most 60 s', isMet: seconds <= 60 },
    { claim: 'its memory', found: `${number(memory / 1e6)} MB`, bound: 'at most 1,000 MB', isMet: memory <= 1e9 },
    {
      claim: 'time of a page, beside that in one province',
      found: `${number(ratio, 2)} times as long`,
      bound: 'at most 1.20',
      isMet: ratio <= 1.2,
    },
  ];
}

function print({ parts, targets: all }) {
  const rows = Object.entries(parts).map(([part, it]) => [
    part,
    number(it.pages),
    number(it.files),
    number(it.reading, 1),
    number(it.seconds, 1),
    number(it.milliseconds, 2),
    number(it.memory / 1e6),
  ]);
  console.log(table(['reports of', 'pages', 'files', 's to read', 's to make', 'ms a page', 'memory MB'], rows));
  console.log();
  console.log(verdicts(all));
}
