// How fast the API answers, beside PostGraphile and beside what PostgreSQL alone would allow.

import { mkdir, writeFile } from 'node:fs/promises';

import { agree } from './agree.js';
import { groups } from './api/groups.js';
import { keptRequest, keptWorks } from './api/kept.js';
import { oneVillage } from './api/one_village.js';
import { page } from './api/page.js';
import { related } from './api/related.js';
import { samePages } from './api/sizes.js';
import { targets } from './api/targets.js';
import { circumstances } from './circumstances.js';
import { prepare } from './data.js';
import { measure, startOften } from './measure.js';
import manifest from './package.json' with { type: 'json' };
import { Postgres } from './postgres.js';
import { build, run as runProgram } from './program.js';
import { Progress } from './progress.js';
import { made, path } from './project.js';
import { print } from './report.js';
import { Server, startFloor, startGateway, startPostgraphile } from './server.js';

const WORKS = [oneVillage, page, related, groups];

/** Keys whose answers are compared before the load, and as many others after it. */
const COMPARED = 25;

/** Starts of a server, of which the median counts. */
const STARTS = 3;

/** Steps of every contestant: the works of all three, of two, and those of the gateway alone. */
const CONTESTANTS = 3 * 3 + 2 + 2 * 2 + 2;

/** Measures, prints and writes; returns whether every target is met. */
export async function run({ workers, ...pace }) {
  await mkdir(made, { recursive: true });
  const progress = new Progress(CONTESTANTS * (1 + pace.rounds));
  progress.say('building the gateway and the floor');
  const programs = {
    gateway: await build('gateway', '--bin', 'gateway'),
    floor: await build('dampingan-tests', '--example', 'floor'),
  };
  const postgres = await Postgres.start(made);
  try {
    const names = await prepare(postgres, programs.gateway, progress);
    progress.say('starting the servers');
    const { servers, starts } = await startAll(postgres, names, programs, workers);
    const works = await load(postgres, names, servers, { ...pace, progress });
    const memory = {};
    for (const [label, server] of Object.entries(servers)) memory[label] = await server.memory();
    progress.clear();
    const found = { ...(await circumstances()), ...pace, workers, works, starts, memory };
    found.versions = await versions(postgres);
    found.targets = targets(found);
    print(found);
    await writeFile(`${made}/api.json`, `${JSON.stringify(found, null, 2)}\n`);
    return found.targets.every(({ isMet }) => isMet);
  } finally {
    await Server.stopAll();
    await postgres.stop();
  }
}

/** Starts what is measured: on the data of the country, but for the gateway on few data. */
async function startAll(postgres, names, programs, workers) {
  const national = postgres.url(names.national);
  const schema = path('tests/bench/postgraphile/exported.mjs');
  await runProgram(process.execPath, [path('tests/bench/postgraphile/export.js'), national, schema]);
  const gateway = await startOften(STARTS, () => startGateway(programs.gateway, national));
  const postgraphile = await startOften(STARTS, () => startPostgraphile(national, schema, workers));
  const servers = {
    gateway: gateway.server,
    postgraphile: postgraphile.server,
    'gateway that keeps answers': await startGateway(programs.gateway, national, []),
    'gateway with few data': await startGateway(programs.gateway, postgres.url(names.small)),
  };
  const constant = `${made}/constant.json`;
  const [key] = await oneVillage.keys({ sql: (statement) => postgres.run(names.national, statement) });
  await writeFile(constant, await servers['gateway that keeps answers'].text(keptRequest(key)));
  servers.floor = await startFloor(programs.floor, national, constant);
  return { servers, starts: { gateway: gateway.startMs, postgraphile: postgraphile.startMs } };
}

/** Loads the servers with every work, once their answers agree. */
async function load(postgres, names, servers, pace) {
  const many = (statement) => postgres.run(names.national, statement);
  const few = (statement) => postgres.run(names.small, statement);
  const all = [servers.gateway, servers.postgraphile, servers.floor];
  pace.progress.say('comparing the answers');
  const keys = new Map();
  for (const work of WORKS) {
    keys.set(work, await work.keys({ sql: many, servers: all }));
    await agree(work, all, keys.get(work).slice(0, COMPARED));
  }
  const pages = await samePages({ few, many, server: servers.gateway });
  await agree(page, [servers.gateway, servers['gateway with few data']], pages.keys.slice(0, COMPARED));
  const [key] = keys.get(oneVillage);
  const keeping = { gateway: servers['gateway that keeps answers'], floor: servers.floor };
  const kept = await keptWorks(key, keeping);

  const works = {};
  for (const work of WORKS) {
    const able = all.filter(({ kind }) => work.requests[kind]);
    works[work.name] = await measure(
      work.name,
      able.map((server) => ({
        label: server.kind,
        server,
        requests: keys.get(work).map((it) => work.requests[server.kind](it)),
      })),
      { ...pace, clients: work.clients },
    );
  }
  for (const [name, requests] of Object.entries(kept)) {
    works[name] = await measure(
      name,
      Object.entries(keeping).map(([label, server]) => ({ label, server, requests: [requests[label]] })),
      pace,
    );
  }
  const requests = pages.keys.map((it) => page.requests.gateway(it));
  works['page in few and many data'] = await measure(
    'page in few and many data',
    [
      { label: `${pages.few} villages`, server: servers['gateway with few data'], requests },
      { label: `${pages.many} villages`, server: servers.gateway, requests },
    ],
    pace,
  );

  pace.progress.say('comparing the answers again');
  for (const work of WORKS) await agree(work, all, keys.get(work).slice(-COMPARED));
  return works;
}

/** What answers, and by which versions. */
async function versions(postgres) {
  const [{ server_version: postgresql }] = await postgres.run('postgres', 'SHOW server_version');
  return { postgresql, node: process.versions.node, postgraphile: manifest.dependencies.postgraphile };
}
