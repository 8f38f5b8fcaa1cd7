// A PostgreSQL cluster of the bench's own, whose data stay from run to run.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import pg from 'pg';

import { freePort } from '../browser/port.js';

/**
 * Starts the cluster, says so, waits until its own input is closed, and stops it. The input closes when this process
 * ends, however it ends. What is lost with a crash of the machine is built again, so nothing waits for the disk.
 */
const SCRIPT = `
set -e
if [ "$(id -u)" = 0 ]; then
  as="setpriv --reuid=postgres --regid=postgres --clear-groups"
  chown postgres "$FOLDER"
  $as test -w "$FOLDER" || {
    echo "the user postgres cannot reach $FOLDER; have the project in a folder that others may enter" >&2
    exit 1
  }
fi
cd "$FOLDER"
[ -e data/PG_VERSION ] || $as "$BIN/initdb" -D data -U bench -A trust -E UTF8 --locale=C --no-sync >/dev/null
$as "$BIN/pg_ctl" -D data -w -s -l log start -o "-p $PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
  -c fsync=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=1GB -c max_wal_size=4GB" </dev/null
echo ready
cat >/dev/null || true
$as "$BIN/pg_ctl" -D data -s -m fast stop </dev/null
`;

/** The folder of initdb and pg_ctl of the newest version; Debian keeps them out of the path. */
async function programs() {
  const root = '/usr/lib/postgresql';
  const versions = (await readdir(root).catch(() => [])).map(Number).filter(Boolean).sort((a, b) => b - a);
  if (versions.length === 0) throw new Error('PostgreSQL is missing; on Debian it is the package postgresql');
  return { version: versions[0], bin: `${root}/${versions[0]}/bin` };
}

export class Postgres {
  #keeper;
  #port;

  /** Starts the cluster in a folder, made when missing. */
  static async start(parent) {
    const { version, bin } = await programs();
    // A newer PostgreSQL does not read the files of an older one.
    const folder = `${parent}/postgres-${version}`;
    await mkdir(folder, { recursive: true });
    const postgres = new Postgres();
    postgres.#port = await freePort();
    const env = { ...process.env, BIN: bin, FOLDER: folder, PORT: String(postgres.#port) };
    // In a group of its own, so that Ctrl-C leaves it the time to stop.
    postgres.#keeper = spawn('sh', ['-c', SCRIPT], { env, detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: postgres.#keeper.stdout })) {
      if (line === 'ready') return postgres;
    }
    throw new Error(`PostgreSQL does not start; see above and ${folder}/log`);
  }

  url(database) {
    return `postgres://bench@127.0.0.1:${this.#port}/${database}`;
  }

  /** Runs statements one after the other, and returns the rows of the last. */
  async run(database, ...statements) {
    const client = new pg.Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      let rows = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      return rows;
    } finally {
      await client.end();
    }
  }

  async stop() {
    const ended = once(this.#keeper, 'close');
    this.#keeper.stdin.end();
    await ended;
  }
}
