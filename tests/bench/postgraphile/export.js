// Writes the schema of a database as a program, so that the server starts without reading the database's catalogue.
//
//   node export.js DATABASE FILE

import { exportSchema } from 'graphile-export';
import { postgraphile } from 'postgraphile';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter';

import { preset } from './preset.js';

/** What a row reverses and what reverses it would both be called ledgerTransactionByReversesId. */
const names = jsonPgSmartTags({
  version: 1,
  config: {
    constraint: {
      'ledger_transaction.ledger_transaction_reverses_id_fkey': { tags: { foreignFieldName: 'reversal' } },
    },
  },
});

// It says that it would lint what it has written if it could.
console.warn = () => {};

const [database, file] = process.argv.slice(2);
const server = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset, preset(database, 1)],
  plugins: [names],
  schema: { connectionFilterRelations: true },
});
const { schema } = await server.getSchemaResult();
await exportSchema(schema, file, { mode: 'graphql-js' });
await server.release();
