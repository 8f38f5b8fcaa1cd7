// PostGraphile over an exported schema, in one process or in several that share a port.
//
//   node serve.js DATABASE FILE WORKERS

import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { grafserv } from 'postgraphile/grafserv/node';

import { preset } from './preset.js';

/** As many as the gateway has. */
const CONNECTIONS = 16;

const [database, file, workers] = process.argv.slice(2);

async function serve() {
  const { schema } = await import(file);
  const server = createServer();
  await grafserv({ preset: preset(database, CONNECTIONS / Number(workers)), schema }).addTo(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address();
}

async function share() {
  const listening = [];
  for (let worker = 0; worker < Number(workers); worker += 1) listening.push(once(cluster.fork(), 'listening'));
  const [[address]] = await Promise.all(listening);
  return address;
}

process.once('SIGTERM', () => process.exit());
if (cluster.isWorker) {
  await serve();
} else {
  const { port } = await (workers === '1' ? serve() : share());
  console.log(`http://127.0.0.1:${port}/graphql`);
}
