// The databases that are measured: a country of 83,762 villages, and a part of it with about 4,000.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';

import { run } from './program.js';
import { path } from './project.js';

/** What the data are made by; when it changes, they are made again. */
const MAKERS = [
  'data/pati',
  'migrations/src',
  'gateway/src/disclosure',
  'gateway/src/import.rs',
  'gateway/src/import',
  'gateway/src/simulate.rs',
  'gateway/src/simulate',
  'tests/bench/data.js',
];

/** A database that is not finished; whatever interrupts the work, the next run begins it anew. */
const UNFINISHED = 'unfinished';

/** Villages that the small database keeps, about: those of whole regencies. */
const FEW = 4_000;

/** A short form of all that the data are made by. */
export async function fingerprint() {
  const hash = createHash('sha256');
  for (const maker of MAKERS) {
    const below = extname(maker) ? [''] : (await readdir(path(maker), { recursive: true })).sort();
    for (const name of below) {
      const file = path(maker, name);
      // A folder has no text of its own.
      hash.update(name).update(await readFile(file).catch(() => ''));
    }
  }
  return hash.digest('hex').slice(0, 8);
}

/**
 * Leaves only the villages of the first regencies, with what belongs to them. Everything else stays as it is: ids,
 * indexes, the districts and regencies of the whole country; so the same question has the same answer.
 */
const REDUCE = `
CREATE TEMPORARY TABLE gone AS
  SELECT v.id FROM region v WHERE v.level = 'VILLAGE' AND v.regency_id NOT IN (
    SELECT regency_id FROM (
      SELECT regency_id, sum(count(*)) OVER (ORDER BY regency_id) AS villages
      FROM region WHERE level = 'VILLAGE' GROUP BY regency_id
    ) AS running WHERE villages <= ${FEW}
  );
CREATE UNIQUE INDEX ON gone (id);
ANALYZE gone;
DELETE FROM observation WHERE region_id IN (SELECT id FROM gone);
DELETE FROM ledger_transaction WHERE region_id IN (SELECT id FROM gone);
DELETE FROM accompaniment WHERE region_id IN (SELECT id FROM gone);
DELETE FROM region WHERE id IN (SELECT id FROM gone);
`;

async function build(postgres, name, make) {
  await postgres.run('postgres', `DROP DATABASE IF EXISTS ${UNFINISHED} WITH (FORCE)`);
  await make();
  await postgres.run('postgres', `ALTER DATABASE ${UNFINISHED} RENAME TO ${name}`);
}

/** Makes what is missing, and returns the names of both databases. */
export async function prepare(postgres, gateway, progress) {
  const mark = await fingerprint();
  const names = { national: `national_${mark}`, small: `small_${mark}` };
  const found = await postgres.run('postgres', 'SELECT datname AS name FROM pg_database');
  const existing = new Set(found.map((row) => row.name));
  for (const name of existing) {
    const isOld = /^(national|small)_/.test(name) && !Object.values(names).includes(name);
    if (isOld) await postgres.run('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  }
  if (!existing.has(names.national)) {
    await build(postgres, names.national, async () => {
      progress.say('making the data of a whole country, which takes some minutes the first time');
      await postgres.run('postgres', `CREATE DATABASE ${UNFINISHED}`);
      const database = ['--database', postgres.url(UNFINISHED), '--log', 'error'];
      await run(gateway, ['import', path('data/pati'), ...database]);
      await run(gateway, ['simulate', '--scale', 'national', ...database]);
      await postgres.run(UNFINISHED, 'VACUUM (FREEZE, ANALYZE)');
    });
  }
  if (!existing.has(names.small)) {
    await build(postgres, names.small, async () => {
      progress.say('making the data of a few provinces');
      await postgres.run('postgres', `CREATE DATABASE ${UNFINISHED} TEMPLATE ${names.national}`);
      await postgres.run(UNFINISHED, REDUCE, 'VACUUM FULL', 'VACUUM (FREEZE, ANALYZE)');
    });
  }
  return names;
}
