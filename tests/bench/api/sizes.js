// Pages that are the same in a small database and in a large one.

import { pagesBehind } from './page.js';

const CODES = "SELECT code FROM region WHERE level = 'VILLAGE' ORDER BY code";

/** Keys of pages whose villages, and the one behind them, stand together in both databases. */
export async function samePages({ few, many, server }) {
  const [small, large] = await Promise.all([few, many].map((sql) => sql(CODES)));
  const places = new Map(large.map(({ code }, at) => [code, at]));
  const same = small.filter(({ code }, at) => {
    const behind = small[at + 101]?.code;
    return behind && behind === large[places.get(code) + 101].code;
  });
  // Every eighth, in an order that jumps about.
  const some = same.filter((_, at) => at % 8 === 0).map(({ code }, at, all) => all[(at * 97) % all.length].code);
  return { keys: await pagesBehind(some, [server]), few: small.length, many: large.length };
}
