// The answer that a gateway keeps, and its word that a client has it already, beside a program that does nothing else.

import assert from 'node:assert/strict';

import { graphqlGet, send } from '../request.js';
import { oneVillage } from './one_village.js';

/** The request whose answer is kept. */
export function keptRequest(key, headers) {
  return graphqlGet(oneVillage.documents.gateway, key, headers);
}

/** The same request at another address: what it takes to read it is the same for both. */
function at(path, request) {
  return { ...request, path: request.path.replace('/graphql', path) };
}

/** The two works with their requests; fails where the contestants do not answer the same. */
export async function keptWorks(key, { gateway, floor }) {
  const request = keptRequest(key);
  const constant = at('/constant', request);
  assert.equal(await floor.text(constant), await gateway.text(request), 'the constant is not the kept answer');

  const tag = (await send(gateway.url, request)).headers.get('etag');
  const conditional = keptRequest(key, { 'if-none-match': tag });
  const unchanged = at('/not-modified', conditional);
  for (const [server, asked] of [[gateway, conditional], [floor, unchanged]]) {
    const response = await send(server.url, asked);
    assert.deepEqual([response.status, await response.text()], [304, ''], `${server.kind} answers no 304`);
  }
  return {
    'kept answer': { gateway: request, floor: constant },
    'unchanged answer': { gateway: conditional, floor: unchanged },
  };
}
