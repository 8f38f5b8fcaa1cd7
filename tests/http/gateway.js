// A gateway of a test's own, over an empty database.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';

const facts = fileURLToPath(new URL('../../data/pati', import.meta.url));

class Gateway {
  #folder;
  #process;
  #database;
  /** `http://` address of the API. */
  url;

  async start(flags) {
    this.#folder = await mkdtemp(join(tmpdir(), 'dampingan-http-'));
    this.#database = `sqlite://${join(this.#folder, 'test.db')}`;
    const args = ['serve', '--listen', '127.0.0.1:0', '--database', this.#database, '--log', 'error', ...flags];
    this.#process = spawn(process.env.GATEWAY, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.#process.stdout })) {
      this.url = line.match(/http:\/\/\S+/)?.[0];
      if (!this.url) throw new Error(`gateway serve says no address: ${line}`);
      return;
    }
    throw new Error('gateway serve ended without a word');
  }

  /** `ws://` address of the API. */
  get socket() {
    return this.url.replace('http:', 'ws:');
  }

  /** Puts facts into the database, which makes a new data version. */
  async change() {
    const args = ['import', facts, '--database', this.#database, '--log', 'error'];
    const [code] = await once(spawn(process.env.GATEWAY, args, { stdio: ['ignore', 'ignore', 'inherit'] }), 'close');
    if (code !== 0) throw new Error(`gateway import ended with ${code}`);
  }

  /** Asks the gateway to end, and waits until it has. */
  async stop() {
    if (this.#process && this.#process.exitCode === null) {
      const ended = once(this.#process, 'close');
      this.#process.kill('SIGTERM');
      await ended;
    }
    return this.#process?.exitCode;
  }

  async clear() {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** A gateway that runs during the tests of a file, with these flags. */
export function useGateway(...flags) {
  const gateway = new Gateway();
  before(() => gateway.start(flags));
  after(() => gateway.clear());
  return gateway;
}
