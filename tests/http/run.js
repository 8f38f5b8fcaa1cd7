// Builds the gateway and runs the tests against it.
//
//   node run.js            all tests
//   node run.js WORD…      only the files whose name begins with a word: `node run.js audit socket`

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { programs } from '../programs.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

async function files(words) {
  const tests = (await readdir(here)).filter((name) => name.endsWith('.test.js'));
  const chosen = tests.filter((name) => words.length === 0 || words.some((word) => name.startsWith(word)));
  if (chosen.length === 0) throw new Error(`no test begins with ${words.join(' or ')}; there are ${tests.join(', ')}`);
  return chosen;
}

try {
  const chosen = await files(process.argv.slice(2));
  const { gateway } = await programs();
  const env = { ...process.env, GATEWAY: gateway };
  const flags = ['--test', '--test-concurrency=2', '--test-reporter=spec', '--test-reporter-destination=stdout'];
  const tests = spawn(process.execPath, [...flags, ...chosen], { cwd: here, env, stdio: 'inherit' });
  const [code] = await once(tests, 'close');
  process.exitCode = code === 0 ? 0 : 1;
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exitCode = 1;
}
