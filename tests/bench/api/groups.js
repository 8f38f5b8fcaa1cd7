// Money outside the budgets of province and regency, by year and channel.
//
// PostGraphile is left out: the groups of its plugin @graphile/pg-aggregates are made by columns of the table itself,
// and the channel is one of the funding source.

import { graphql, query } from '../request.js';

const gateway = `query Groups {
  transactions(filter: { fundingSource: { not: { channel: { in: [APBD_PROV, APBD_KAB] } } } }) {
    groupBy(dimensions: [{ occurredOn: YEAR }, { fundingSource: { channel: true } }]) {
      key { occurredOn fundingSource { channel } }
      sum { amount }
    }
  }
}`;

export const groups = {
  name: 'group by',

  /** One after the other: here the time of an answer counts, and PostgreSQL takes every core for one already. */
  clients: 1,

  keys: async () => [{}],

  requests: {
    gateway: () => graphql(gateway, {}),
    floor: () => query('/groups', {}),
  },
};
