// Load: clients that ask again as soon as they are answered.

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { run } from './program.js';
import { made } from './project.js';
import { wire } from './request.js';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Writes requests to a file for `load`. */
export async function writeRequests(name, url, requests) {
  const file = `${made}/${name.replaceAll(/\W+/g, '-')}.requests`;
  await writeFile(file, requests.map((request) => `${wire(url, request)}\0`).join(''));
  return file;
}

/** Asks for some seconds, and returns answers per second and how long they took, in milliseconds. */
export async function load(url, file, { seconds, clients }) {
  const pace = ['-t1', `-c${clients}`, `-d${seconds}s`, '--timeout', '30s'];
  const said = await run('wrk', [...pace, '-s', script, url, '--', file]);
  const found = JSON.parse(said.match(/^RESULT (.*)$/m)?.[1] ?? 'null');
  if (!found) throw new Error(`wrk says no result:\n${said}`);
  const { requests, microseconds, refused, broken } = found;
  if (requests === 0 || refused + broken > 0) {
    throw new Error(`${url}: of ${requests} requests ${refused} were refused and ${broken} were not answered`);
  }
  return {
    rate: requests / (microseconds / 1e6),
    bytes: found.bytes / requests,
    p50: found.p50 / 1000,
    p99: found.p99 / 1000,
  };
}
