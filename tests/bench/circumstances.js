// What numbers depend on beside the code.

import { availableParallelism, cpus, totalmem } from 'node:os';

import { run } from './program.js';

/** When, of which commit, and on what machine. */
export async function circumstances() {
  const commit = (await run('git', ['rev-parse', '--short', 'HEAD'])).trim();
  return {
    at: new Date().toISOString(),
    commit,
    machine: { processor: cpus()[0].model, cores: availableParallelism(), memory: totalmem() },
  };
}
