// A page of 100 villages behind a cursor, each with its district, its agency and its first transactions.

import { graphql, query } from '../request.js';

const gateway = `query Page($after: String) {
  villages(first: 100, after: $after, orderBy: [{ code: ASC }]) {
    nodes {
      code
      name
      district { code name }
      accompaniments(first: 1) { nodes { agency { abbreviation name } } }
      transactions(first: 5, orderBy: [{ occurredOn: ASC }]) {
        nodes { occurredOn kind amount source { key title } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

const postgraphile = `query Page($after: Cursor) {
  villages: allRegions(first: 100, after: $after, condition: { level: "VILLAGE" }, orderBy: [CODE_ASC]) {
    nodes {
      code
      name
      district: regionByDistrictId { code name }
      accompaniments: accompanimentsByRegionId(first: 1) { nodes { agency: agencyByAgencyId { abbreviation name } } }
      transactions: ledgerTransactionsByRegionId(first: 5, orderBy: [OCCURRED_ON_ASC]) {
        nodes { occurredOn kind amount source: sourceBySourceId { key title } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** Each server has cursors of its own, so each is asked for that of a village. */
const cursors = {
  gateway: `query Cursor($code: RegionCode!) {
    villages(first: 1, filter: { code: { eq: $code } }, orderBy: [{ code: ASC }]) { pageInfo { endCursor } }
  }`,
  postgraphile: `query Cursor($code: String!) {
    villages: allRegions(first: 1, condition: { level: "VILLAGE", code: $code }, orderBy: [CODE_ASC]) {
      pageInfo { endCursor }
    }
  }`,
};

/** The keys of pages behind these villages. */
export async function pagesBehind(codes, servers) {
  const keys = codes.map((code) => ({ code, after: {} }));
  for (const server of servers) {
    if (!cursors[server.kind]) continue;
    for (const key of keys) {
      const { villages } = await server.answer(graphql(cursors[server.kind], { code: key.code }));
      key.after[server.kind] = villages.pageInfo.endCursor;
    }
  }
  return keys;
}

export const page = {
  name: 'page of 100',

  async keys({ sql, servers }) {
    const rows = await sql("SELECT code FROM region WHERE level = 'VILLAGE' ORDER BY md5(code) LIMIT 500");
    return pagesBehind(rows.map(({ code }) => code), servers);
  },

  requests: {
    gateway: ({ after }) => graphql(gateway, { after: after.gateway }),
    postgraphile: ({ after }) => graphql(postgraphile, { after: after.postgraphile }),
    floor: ({ code }) => query('/page', { after: code }),
  },

  /** Cursors are opaque; all else is compared. */
  comparable({ villages }) {
    const { hasNextPage } = villages.pageInfo;
    return { nodes: villages.nodes, hasNextPage };
  },
};
