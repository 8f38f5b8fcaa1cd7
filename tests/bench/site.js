// How fast the report is made, beside the same pages and tables by Hugo and by Eleventy.

import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';

import { circumstances } from './circumstances.js';
import { median } from './median.js';
import manifest from './package.json' with { type: 'json' };
import { build, run as runProgram } from './program.js';
import { Progress } from './progress.js';
import { made } from './project.js';
import { change, CHANGES } from './site/changes.js';
import { lighthouse } from './site/lighthouse.js';
import { eleventy, hugo, sitegen, TODAY } from './site/makers.js';
import { pages } from './site/pages.js';
import { number, table, verdicts } from './table.js';

const FOLDER = `${made}/site`;

const DRAFT = 'sitegen, pages alone';
const WHOLE = 'sitegen, with all figures and downloads';

const UNCHANGED = 'nothing changed';

/** What comes before a report is made again, in the same folder. */
const AGAIN = [UNCHANGED, ...Object.keys(CHANGES)];

/** What the program says of a build that has read its data. */
const READING = /([\d.]+) s to read the data/;

/** What it says of the files. */
const FILES = /(\d+) files written/;

/** Measures, prints and writes; returns whether all targets are met. */
export async function run({ rounds }) {
  const progress = new Progress((4 + AGAIN.length) * (1 + rounds));
  progress.say('building the gateway and the site generator');
  const gateway = await build('gateway', '--bin', 'gateway');
  const program = await build('sitegen', '--bin', 'sitegen');
  const folder = `${FOLDER}/${Date.now()}`;
  await mkdir(folder, { recursive: true });
  let found;
  try {
    found = await measure({ gateway, program, folder, rounds, progress });
  } finally {
    progress.say('removing what was made');
    await rm(FOLDER, { recursive: true, force: true });
  }
  found.targets = targets(found);
  print(found);
  await writeFile(`${made}/site.json`, `${JSON.stringify(found, null, 2)}\n`);
  return found.targets.every(({ isMet }) => isMet);
}

/** Makes everything in a new folder, each time in another one: what a maker would have to compare is not measured, and after
 * files were removed, the file system looks longer for room for new ones. */
async function measure({ gateway, program, folder, rounds, progress }) {
  progress.say('making the data of the regency');
  const demo = `${folder}/demo`;
  await runProgram(program, ['demo', '--no-serve', '--without-pictures', '--dir', demo, '--today', TODAY]);
  const database = `sqlite://${demo}/dampingan.db`;
  const out = (name, round) => `${folder}/out/${name.replaceAll(/\W+/g, '-')}-${round}`;
  const step = (name, round) => progress.step(`${name}: ${round === 0 ? 'the first time' : `round ${round}`}`);

  const makers = {
    [DRAFT]: sitegen(program, database, '--draft'),
    [WHOLE]: sitegen(program, database, '--without-pictures'),
  };
  step(DRAFT, 0);
  await make(makers[DRAFT], out(DRAFT, 0));
  const wanted = await pages(out(DRAFT, 0));
  Object.assign(makers, { Hugo: await hugo(folder, wanted), Eleventy: await eleventy(folder, wanted) });
  for (const [name, maker] of Object.entries(makers).slice(1)) {
    step(name, 0);
    await make(maker, out(name, 0));
    agree(name, await pages(out(name, 0)), wanted);
  }

  const times = Object.fromEntries([...Object.keys(makers), ...AGAIN].map((name) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, maker] of Object.entries(makers)) {
      step(name, round);
      times[name].push(await make(maker, out(name, round)));
    }
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of AGAIN) {
      step(name, round);
      if (name in CHANGES) await change(gateway, database, { above: folder, kind: CHANGES[name], round });
      const time = await make(makers[WHOLE], out(WHOLE, 0));
      // The first time, the report is that of all others.
      if (round > 0) times[name].push(time);
    }
  }
  progress.say('asking Lighthouse about the speed of pages');
  const scores = await lighthouse(program, out(WHOLE, 0), rounds);
  const found = { ...(await circumstances()), rounds, pages: wanted.size, cells: cells(wanted), makers: {} };
  found.versions = { eleventy: manifest.dependencies['@11ty/eleventy'], hugo: await version(makers.Hugo) };
  for (const [name, taken] of Object.entries(times)) {
    const of = (what) => median(taken.map((time) => time[what]));
    const each = taken.map(({ seconds }) => seconds);
    found.makers[name] = { seconds: of('seconds'), each, reading: of('reading'), written: of('written') };
  }
  found.lighthouse = Object.fromEntries([...scores].map(([page, all]) => [page, median(all)]));
  return found;
}

/** Makes the pages in a folder, once the disk has what others wrote; returns the time that it took but for reading a database, and that, in seconds. */
async function make(maker, out) {
  // Nobody is to wait for what the maker before left to be written.
  await runProgram('sync', []);
  const began = process.hrtime.bigint();
  const said = await runProgram(maker.program, maker.arguments(out), maker.folder);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const reading = Number(READING.exec(said)?.[1] ?? 0);
  return { seconds: seconds - reading, reading, written: Number(FILES.exec(said)?.[1] ?? 0) };
}

/** Pages that say different things cannot be compared by the time that they take. */
function agree(name, found, wanted) {
  for (const [path, page] of wanted) {
    try {
      assert.deepStrictEqual(found.get(path), page);
    } catch (error) {
      throw new Error(`/${path} of ${name} (+) is not what it is among the pages alone (-)\n${error.message}`);
    }
  }
}

function cells(wanted) {
  const rows = [...wanted.values()].flatMap(({ tables }) => tables.flatMap((it) => it.rows));
  return rows.reduce((sum, row) => sum + row.length, 0);
}

async function version({ program }) {
  return /v[\d.]+/.exec(await runProgram(program, ['version']))[0];
}

function targets({ makers, lighthouse: scores }) {
  const beside = (claim, one, other, bound) => {
    const value = makers[one].seconds / makers[other].seconds;
    return { claim, found: `${number(value, 2)} times as fast`, bound: `at least ${bound}`, isMet: value >= bound };
  };
  const within = (name, bound) => {
    const value = makers[name].seconds;
    return { claim: name, found: `${number(value, 2)} s`, bound: `at most ${bound} s`, isMet: value <= bound };
  };
  return [
    beside('pages alone, beside Eleventy', 'Eleventy', DRAFT, 5),
    beside('all figures and downloads, beside Hugo without', 'Hugo', WHOLE, 1),
    within(WHOLE, 2),
    within(UNCHANGED, 0.1),
    ...Object.keys(CHANGES).map((name) => within(name, 0.3)),
    ...Object.entries(scores).map(([page, score]) => ({
      claim: `Lighthouse on the speed of ${page}`,
      found: number(score, 2),
      bound: 'at least 0.98',
      isMet: score >= 0.98,
    })),
  ];
}

function print({ makers, pages: count, cells: many, targets: all }) {
  console.log(`${number(count)} pages with ${number(many)} cells in their tables\n`);
  const rows = Object.entries(makers).map(([name, { seconds, reading, written }]) => [
    name,
    number(seconds, 2),
    reading ? number(reading, 2) : '',
    written ? number(written) : '',
  ]);
  console.log(table(['made by, or after', 'seconds', 'and to read', 'files written'], rows));
  console.log();
  console.log(verdicts(all));
}
