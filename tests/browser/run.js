// Publishes a demo report, serves it, and runs the tests against it.
//
//   node run.js            all tests
//   node run.js WORD…      only the files whose name begins with a word: `node run.js keyboard print`
//
// The report stays in target/browser for a look at it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { writeAreas } from './areas.js';
import { freePort } from './port.js';
import { programs, root } from '../programs.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const demo = `${root}target/browser/demo`;
const database = `sqlite://${demo}/dampingan.db`;
/** A fixed day, so that what is late does not change between two runs. */
const today = '2026-11-24';

const children = new Set();

function start(program, args, options) {
  const child = spawn(program, args, { cwd: root, ...options });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

async function finish(child) {
  const [code, signal] = await once(child, 'close');
  return code ?? signal;
}

/** Where the programs are, by name. */
let paths = {};

function program(name, args, stdout) {
  return start(paths[name], args, { stdio: ['ignore', stdout, 'inherit'] });
}

async function publish() {
  await rm(demo, { recursive: true, force: true });
  const made = await finish(program('sitegen', ['demo', '--dir', demo, '--no-serve', '--today', today, '--without-pictures'], 'ignore'));
  if (made !== 0) throw new Error(`sitegen demo ended with ${made}`);
}

/** Publishes the same once more in a folder. */
async function build(folder, ...options) {
  const about = ['--database', database, '--out', folder, '--today', today, '--without-pictures'];
  const made = await finish(program('sitegen', ['build', ...about, ...options], 'ignore'));
  if (made !== 0) throw new Error(`sitegen build ended with ${made}`);
}

/** Gives the report maps of areas. */
async function bringAreas(api) {
  for (const file of await writeAreas(api, demo)) {
    const options = ['--database', database, '--source', 'simulasi', '--log', 'warn'];
    const brought = await finish(program('gateway', ['import-boundaries', file, ...options], 'ignore'));
    if (brought !== 0) throw new Error(`gateway import-boundaries ended with ${brought}`);
  }
  await build(`${demo}/site`);
}

/** Publishes it with the address at which it will be read. */
async function publishAt(address) {
  const folder = `${root}target/browser/addressed`;
  await rm(folder, { recursive: true, force: true });
  await build(folder, '--address', address);
  return folder;
}

/** Publishes it as the one report of a country. */
async function publishCountry() {
  const folder = `${root}target/browser/country`;
  await rm(folder, { recursive: true, force: true });
  await build(folder, '--all-of', '00');
  return folder;
}

/** Serves on a free port, where none is named; the program says which one on its first line. */
async function serve(name, args, port = 0) {
  const server = program(name, ['serve', ...args, '--listen', `127.0.0.1:${port}`], 'pipe');
  for await (const line of createInterface({ input: server.stdout })) {
    const address = line.match(/http:\/\/\S+/)?.[0];
    if (!address) throw new Error(`${name} serve says no address: ${line}`);
    // Whatever it says later must not fill the pipe.
    server.stdout.resume();
    return address;
  }
  throw new Error(`${name} serve ended without a word`);
}

async function files(words) {
  const tests = (await readdir(here)).filter((name) => name.endsWith('.test.js'));
  const chosen = tests.filter((name) => words.length === 0 || words.some((word) => name.startsWith(word)));
  if (chosen.length === 0) throw new Error(`no test begins with ${words.join(' or ')}; there are ${tests.join(', ')}`);
  return chosen;
}

async function run(words) {
  const chosen = await files(words);
  paths = await programs();
  await publish();
  const api = await serve('gateway', ['--database', database, '--log', 'warn']);
  await bringAreas(api);
  const report = await serve('sitegen', [`${demo}/site`]);
  const port = await freePort();
  const addressed = `http://127.0.0.1:${port}`;
  await serve('sitegen', [await publishAt(addressed)], port);
  const country = await publishCountry();
  const env = {
    ...process.env,
    ADDRESSED_REPORT: `${addressed}/`,
    API_ADDRESS: api,
    COUNTRY_ADDRESS: await serve('sitegen', [country]),
    COUNTRY_FOLDER: country,
    REPORT_ADDRESS: report,
    REPORT_FOLDER: `${demo}/site`,
  };
  const flags = ['--test', '--test-concurrency=2', '--test-reporter=spec', '--test-reporter-destination=stdout'];
  // A page that is read is many small objects, which have gone by the next page: with room for all, few are moved.
  flags.push('--max-semi-space-size=64');
  const tests = start(process.execPath, [...flags, ...chosen], { cwd: here, env, stdio: 'inherit' });
  return (await finish(tests)) === 0;
}

function stop() {
  for (const child of children) child.kill('SIGTERM');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stop();
    process.exitCode = 1;
  });
}

try {
  process.exitCode = (await run(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
} finally {
  stop();
}
