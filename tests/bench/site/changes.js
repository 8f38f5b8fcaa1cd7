// What changes in the data before a report is made again: packages of one row, another one each time.

import { mkdir, writeFile } from 'node:fs/promises';

import { run } from '../program.js';

const COLUMNS = {
  observation:
    'period,starts_on,ends_on,value,margin,margin_basis,method,status,standing,rule,note,indicator,region,source',
  ledger_transaction:
    'key,kind,occurred_on,date_precision,amount,amount_state,value_kind,quantity,unit,receiver,reason,sector,description,' +
    'evidence,funding_source,region,programme,need,receiver_stakeholder,receiver_agency,passes_on,reverses,source',
};

/** The row of a round by the kind of record that it changes. */
const ROWS = {
  observation: (round) =>
    `2025,2025-01-01,2025-12-31,26.${10 + round},,,Simulasi,ESTIMATED,PUBLISHED,,,sim-keluarga-terdata-persen,` +
    '33.18.16.2012,simulasi',
  ledger_transaction: (round) =>
    `uji-${round},EXPENDITURE,2026-10-${10 + round},DAY,1000000,KNOWN,CASH,,,Keluarga penerima manfaat,,HOUSING,` +
    'Perbaikan rumah,,baznas-pati-zis,33.18.16.2002,,,,,,,simulasi',
};

export const CHANGES = { 'one value of a village': 'observation', 'one row of the ledger': 'ledger_transaction' };

/** Makes the change of a round in a database, by a package in a folder. */
export async function change(gateway, database, { above, kind, round }) {
  const folder = `${above}/change-${kind}-${round}`;
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${kind}.csv`, `${COLUMNS[kind]}\n${ROWS[kind](round)}\n`);
  await run(gateway, ['describe', folder]);
  await run(gateway, ['import', folder, '--database', database, '--author', 'bench', '--reason', 'bench']);
  // Counts of families are told by releases alone.
  await run(gateway, ['release', '--database', database, '--log', 'warn']);
}
