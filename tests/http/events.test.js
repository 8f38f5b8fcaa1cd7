// GraphQL over Server-Sent Events, with the reference client and byte by byte.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createClient } from 'graphql-sse';

import { useGateway } from './gateway.js';

const gateway = useGateway('--keep-alive', '0.2', '--max-streams', '3');
const endless = 'subscription { dataVersion }';

function client() {
  return createClient({ url: gateway.url, retryAttempts: 0 });
}

/** A stream of events as text, read until it holds `until`. */
async function listen(url, options, until) {
  const abort = new AbortController();
  const response = await fetch(url, { ...options, signal: abort.signal });
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (until && text.includes(until)) break;
  }
  abort.abort();
  return { response, text };
}

function ask(query, accept = 'text/event-stream') {
  const headers = { 'content-type': 'application/json', accept };
  return { method: 'POST', headers, body: JSON.stringify({ query }) };
}

test('the reference client hears the current data version and then the new one', async () => {
  const it = client();
  const answers = it.iterate({ query: endless });
  const versions = [(await answers.next()).value.data.dataVersion];
  await gateway.change();
  versions.push((await answers.next()).value.data.dataVersion);
  assert.deepEqual(versions.map(Number), [Number(versions[0]), Number(versions[0]) + 1]);
  await answers.return();
  it.dispose();
});

test('the reference client runs queries as streams of one answer', async () => {
  const it = client();
  const query = 'query Type($name: String!) { __type(name: $name) { name } }';
  const all = [];
  for await (const answer of it.iterate({ query, variables: { name: 'Village' } })) all.push(answer);
  assert.deepEqual(all, [{ data: { __type: { name: 'Village' } } }]);
  it.dispose();
});

test('the reference client hears why a document is refused', async () => {
  const it = client();
  for (const [query, why] of [['{ nothing }', /nothing/], ['{', /expected/]]) {
    const { value } = await it.iterate({ query }).next();
    assert.match(value.errors[0].message, why);
    assert.ok(!('data' in value));
  }
  it.dispose();
});

test('events are written as the protocol has them', async () => {
  const { response, text } = await listen(gateway.url, ask('{ __typename }'));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  assert.equal(response.headers.get('content-encoding'), null);
  assert.equal(text, 'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n');
});

test('a browser listens by GET', async () => {
  const url = `${gateway.url}?query=${encodeURIComponent(endless)}`;
  const { response, text } = await listen(url, { headers: { accept: 'text/event-stream' } }, '\n\n');
  assert.equal(response.status, 200);
  assert.match(text, /^event: next\ndata: \{"data":\{"dataVersion":"\d+"\}\}\n\n/);
});

test('a silent stream gives signs of life', async () => {
  const { text } = await listen(gateway.url, ask(endless), '\n\n:\n\n:\n\n');
  assert.match(text, /^event: next\ndata: .*\n\n:\n\n:\n\n$/);
});

test('what is no request is refused before a stream begins', async () => {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const response = await fetch(gateway.url, { method: 'POST', headers, body: '{}' });
  assert.equal(response.status, 400);
  assert.match((await response.json()).errors[0].message, /query/);
});

test('a subscription is streamed to whoever takes events, and else refused with the way out', async () => {
  const { response } = await listen(gateway.url, ask(endless, 'application/json, text/event-stream'), '\n\n');
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  const refused = await fetch(gateway.url, ask(endless, 'application/json, */*'));
  assert.equal(refused.status, 406);
  assert.match((await refused.json()).errors[0].message, /text\/event-stream/);
});

/**
 * A stream that stays open; asked for again while others still hold the places, whose ends take a moment. It must be
 * kept: Node ends a response that nobody refers to.
 */
async function hold() {
  for (;;) {
    const abort = new AbortController();
    const response = await fetch(gateway.url, { ...ask(endless), signal: abort.signal });
    if (response.status === 200) return { response, abort: () => abort.abort() };
    await response.text();
  }
}

test('a stream more than there may be is turned away, and comes in when one has gone', { timeout: 20_000 }, async () => {
  const held = [await hold(), await hold(), await hold()];
  const full = await fetch(gateway.url, ask(endless));
  assert.equal(full.status, 503);
  assert.equal(full.headers.get('retry-after'), '1');
  assert.equal((await full.json()).errors[0].extensions.code, 'OVERLOADED');
  assert.equal((await fetch(gateway.url, ask('{ __typename }', 'application/json'))).status, 200);
  held.shift().abort();
  held.push(await hold());
  for (const stream of held) stream.abort();
});

test('streams end when the server does, without a word of completion', async () => {
  const response = await fetch(gateway.url, ask(endless));
  const began = performance.now();
  const stopped = gateway.stop();
  const text = await response.text();
  assert.equal(await stopped, 0);
  assert.ok(performance.now() - began < 5000);
  assert.ok(!text.includes('complete'), text);
});
