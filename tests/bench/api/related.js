// The villages of a regency that have received a large sum: how many, and the first 20.

import { graphql, query } from '../request.js';

const gateway = `query Related($regency: RegionCode!, $amount: Rupiah!) {
  villages(
    first: 20
    filter: { regency: { code: { eq: $regency } }, transactions: { some: { amount: { gt: $amount } } } }
    orderBy: [{ code: ASC }]
  ) {
    totalCount
    nodes { code name }
  }
}`;

const postgraphile = `query Related($regency: String!, $amount: BigInt!) {
  villages: allRegions(
    first: 20
    filter: {
      level: { equalTo: "VILLAGE" }
      regionByRegencyId: { code: { equalTo: $regency } }
      ledgerTransactionsByRegionId: { some: { amount: { greaterThan: $amount } } }
    }
    orderBy: [CODE_ASC]
  ) {
    totalCount
    nodes { code name }
  }
}`;

export const related = {
  name: 'filter by related',

  /** A regency has some 160 villages, of which about 10 to 40 pass. */
  async keys({ sql }) {
    const rows = await sql("SELECT code FROM region WHERE level = 'REGENCY' ORDER BY md5(code)");
    return rows.map(({ code }, at) => ({ regency: code, amount: String(150_000_000 + (at % 7) * 6_000_000) }));
  },

  requests: {
    gateway: (key) => graphql(gateway, key),
    postgraphile: (key) => graphql(postgraphile, key),
    floor: (key) => query('/related', key),
  },
};
