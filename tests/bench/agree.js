// Servers that give different answers cannot be compared by their speed.

import assert from 'node:assert/strict';

/** Fails with the difference where two servers answer one of the keys differently. */
export async function agree(work, servers, keys) {
  const comparable = work.comparable ?? ((data) => data);
  for (const key of keys) {
    const [first, ...others] = servers.filter((server) => work.requests[server.kind]);
    const expected = comparable(await first.answer(work.requests[first.kind](key)));
    for (const other of others) {
      const found = comparable(await other.answer(work.requests[other.kind](key)));
      try {
        assert.deepStrictEqual(found, expected);
      } catch (error) {
        const asked = `${work.name}, ${JSON.stringify(key)}`;
        throw new Error(`${asked}: ${other.kind} (+) does not answer like ${first.kind} (-)\n${error.message}`);
      }
    }
  }
}
