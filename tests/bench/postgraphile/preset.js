// How PostGraphile runs here: as its documentation has it for production, without what the questions do not need.

import { PgContextPlugin } from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';

/** The preset for a database and at most so many connections. */
export function preset(connectionString, connections) {
  return {
    // An exported schema needs no other.
    plugins: [PgContextPlugin],
    pgServices: [
      makePgService({ connectionString, schemas: ['public'], poolConfig: { max: connections }, pubsub: false }),
    ],
    grafserv: { graphiql: false, websockets: false, watch: false, outputDataAsString: true },
    // The first request of a document may be planned as long as it takes.
    grafast: { explain: false, timeouts: { planning: 60_000, execution: 60_000 } },
  };
}
