// One village by its code, with everything that a page on it would show.

import { graphql, query } from '../request.js';

/** Its values are counts, so that nobody has a decimal point to set. */
const INDICATOR = 'sim-keluarga-terdata';

const gateway = `query Village($code: RegionCode!, $indicator: String!) {
  village(code: $code) {
    code
    name
    district { code name }
    accompaniments(first: 1) { nodes { agency { abbreviation name } } }
    transactions(first: 20, orderBy: [{ occurredOn: ASC }]) {
      nodes { occurredOn kind amount source { key title } }
    }
    observations(first: 20, filter: { indicator: { key: { eq: $indicator } } }, orderBy: [{ startsOn: ASC }]) {
      nodes { period value }
    }
  }
}`;

const postgraphile = `query Village($code: String!, $indicator: String!) {
  village: regionByCode(code: $code) {
    code
    name
    district: regionByDistrictId { code name }
    accompaniments: accompanimentsByRegionId(first: 1) { nodes { agency: agencyByAgencyId { abbreviation name } } }
    transactions: ledgerTransactionsByRegionId(first: 20, orderBy: [OCCURRED_ON_ASC]) {
      nodes { occurredOn kind amount source: sourceBySourceId { key title } }
    }
    observations: observationsByRegionId(
      first: 20
      filter: { indicatorByIndicatorId: { key: { equalTo: $indicator } } }
      orderBy: [STARTS_ON_ASC]
    ) {
      nodes { period value }
    }
  }
}`;

export const oneVillage = {
  name: 'one village',
  documents: { gateway, postgraphile },

  /** Accompanied villages, since others have no agency to show. */
  async keys({ sql }) {
    const rows = await sql(`SELECT r.code FROM region r WHERE r.level = 'VILLAGE' AND EXISTS (
      SELECT FROM accompaniment a WHERE a.region_id = r.id) ORDER BY md5(r.code) LIMIT 2000`);
    return rows.map(({ code }) => ({ code, indicator: INDICATOR }));
  },

  requests: {
    gateway: (key) => graphql(gateway, key),
    postgraphile: (key) => graphql(postgraphile, key),
    floor: (key) => query('/one-village', key),
  },
};
