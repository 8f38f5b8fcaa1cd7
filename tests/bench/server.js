// The servers that are measured.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { path } from './project.js';
import { graphql, query, send } from './request.js';

const running = new Set();

// None may outlive the bench, however it ends.
process.once('exit', () => running.forEach((server) => server.kill()));

/** A server, which says its address on its first line. */
export class Server {
  #process;
  /** Which requests it understands: gateway, postgraphile or floor. */
  kind;
  /** `http://ADDRESS:PORT` */
  url;
  /** Milliseconds from its start to its first good answer. */
  startMs;

  /** Starts a program, and waits until the request `ready` is answered with 200. */
  static async start(kind, program, args, ready) {
    const server = new Server();
    server.kind = kind;
    const began = performance.now();
    server.#process = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    running.add(server);
    for await (const line of createInterface({ input: server.#process.stdout })) {
      const address = line.match(/127\.0\.0\.1:\d+/)?.[0];
      if (!address) throw new Error(`${kind} says no address: ${line}`);
      server.url = `http://${address}`;
      await server.answer(ready);
      server.startMs = performance.now() - began;
      return server;
    }
    throw new Error(`${kind} ended without a word`);
  }

  /** Its answer to a request as text; any other status than 200 is a mistake. */
  async text(request) {
    const response = await send(this.url, request);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${this.kind} answers ${response.status}: ${text}`);
    return text;
  }

  /** The data of its answer to a request. */
  async answer(request) {
    const text = await this.text(request);
    if (!request.path.startsWith('/graphql')) return text.startsWith('{') ? JSON.parse(text) : text;
    const { data, errors } = JSON.parse(text);
    if (errors) throw new Error(`${this.kind} answers with errors: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Bytes of memory that it holds now, with the processes that it has started. */
  async memory() {
    const { pid } = this.#process;
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter(Boolean);
    const sizes = [pid, ...children].map(async (process) => {
      const status = await readFile(`/proc/${process}/status`, 'utf8');
      return Number(status.match(/^VmRSS:\s+(\d+) kB$/m)[1]) * 1024;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size);
  }

  async stop() {
    if (this.#process.exitCode === null) {
      const ended = once(this.#process, 'close');
      this.#process.kill('SIGTERM');
      await ended;
    }
    running.delete(this);
  }

  kill() {
    this.#process.kill('SIGKILL');
  }

  /** Stops every server that runs. */
  static async stopAll() {
    await Promise.all([...running].map((server) => server.stop()));
  }
}

/** This gateway; every answer is made anew unless `cache` says otherwise. */
export function startGateway(program, database, cache = ['--response-cache', '0']) {
  // It writes a line for each request unless told not to, like nobody else here.
  const args = ['serve', '--listen', '127.0.0.1:0', '--database', database, '--log', 'warn', ...cache];
  return Server.start('gateway', program, args, query('/ready', {}));
}

/** PostGraphile, over a schema that it has exported, in so many processes. */
export function startPostgraphile(database, schema, workers) {
  const args = [path('tests/bench/postgraphile/serve.js'), database, schema, String(workers)];
  return Server.start('postgraphile', process.execPath, args, graphql('{ __typename }', {}));
}

/** One SQL statement per request; `constant` is a file with the answer that is always the same. */
export function startFloor(program, database, constant) {
  return Server.start('floor', program, [database, constant], query('/ready', {}));
}
