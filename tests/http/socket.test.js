// GraphQL over WebSocket, with the reference client and with frames by hand.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';

import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { useGateway } from './gateway.js';

const PROTOCOL = 'graphql-transport-ws';
const gateway = useGateway('--socket-init', '1', '--keep-alive', '1', '--max-operations', '3');

function client(options) {
  return createClient({ url: gateway.socket, webSocketImpl: WebSocket, retryAttempts: 0, ...options });
}

/** A socket whose messages can be awaited one by one, and which remembers why it was closed. */
async function open({ protocols = [PROTOCOL], init = true, ...options } = {}) {
  const socket = new WebSocket(gateway.socket, protocols, options);
  const messages = [];
  const waiting = [];
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    if (waiting.length > 0) waiting.shift()(message);
    else messages.push(message);
  });
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: reason.toString() }));
  const talk = {
    socket,
    closed,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hear: () => messages.shift() ?? new Promise((resolve) => waiting.push(resolve)),
  };
  await once(socket, 'open');
  if (init) {
    talk.say({ type: 'connection_init' });
    assert.deepEqual(await talk.hear(), { type: 'connection_ack' });
  }
  return talk;
}

const subscribe = (id, query, more) => ({ type: 'subscribe', id, payload: { query, ...more } });
const endless = 'subscription { dataVersion }';

test('the reference client runs queries with variables over the socket', async () => {
  const it = client();
  const query = 'query Type($name: String!) { __type(name: $name) { name } }';
  const answers = it.iterate({ query, operationName: 'Type', variables: { name: 'Village' } });
  const all = [];
  for await (const answer of answers) all.push(answer);
  assert.deepEqual(all, [{ data: { __type: { name: 'Village' } } }]);
  await it.dispose();
});

test('the reference client hears the current data version and then the new one', async () => {
  const it = client();
  const answers = it.iterate({ query: endless });
  const versions = [(await answers.next()).value.data.dataVersion];
  await gateway.change();
  versions.push((await answers.next()).value.data.dataVersion);
  assert.deepEqual(versions.map(Number), [Number(versions[0]), Number(versions[0]) + 1]);
  await answers.return();
  await it.dispose();
});

test('a refused document ends its operation with an error, and no other', async () => {
  const it = client();
  const wrong = it.iterate({ query: '{ nothing }' });
  await assert.rejects(wrong.next(), (errors) => /nothing/.test(errors[0].message));
  const broken = it.iterate({ query: '{' });
  await assert.rejects(broken.next(), (errors) => errors[0].locations.length > 0);
  const right = await it.iterate({ query: '{ dataVersion }' }).next();
  assert.equal(typeof right.value.data.dataVersion, 'string');
  await it.dispose();
});

test('a client that says goodbye is answered', async () => {
  const talk = await open();
  talk.socket.close(1000, 'done');
  assert.deepEqual(await talk.closed, { code: 1000, reason: 'done' });
});

test('a completed operation is forgotten, and its id is free again', async () => {
  const talk = await open();
  for (let round = 0; round < 3; round += 1) {
    talk.say(subscribe('same', endless));
    assert.equal((await talk.hear()).type, 'next');
    talk.say({ type: 'complete', id: 'same' });
  }
  talk.say(subscribe('other', '{ __typename }'));
  assert.deepEqual(await talk.hear(), { id: 'other', type: 'next', payload: { data: { __typename: 'Query' } } });
  assert.deepEqual(await talk.hear(), { id: 'other', type: 'complete' });
  talk.say(subscribe('other', '{ __typename }'));
  assert.equal((await talk.hear()).type, 'next');
  talk.socket.close();
});

test('an operation more than a socket may have is refused, and those below go on', async () => {
  const talk = await open();
  for (const id of ['1', '2', '3']) {
    talk.say(subscribe(id, endless));
    assert.equal((await talk.hear()).id, id);
  }
  talk.say(subscribe('4', endless));
  const refused = await talk.hear();
  assert.deepEqual([refused.type, refused.id], ['error', '4']);
  assert.equal(refused.payload[0].extensions.code, 'TOO_MANY_OPERATIONS');
  talk.say({ type: 'complete', id: '2' });
  talk.say(subscribe('4', endless));
  assert.equal((await talk.hear()).type, 'next');
  talk.socket.close();
});

test('a ping is answered with its payload, before and after the acknowledgement', async () => {
  const talk = await open({ init: false });
  talk.say({ type: 'ping' });
  assert.deepEqual(await talk.hear(), { type: 'pong' });
  talk.say({ type: 'connection_init', payload: { any: 'thing' } });
  await talk.hear();
  talk.say({ type: 'ping', payload: { at: 1 } });
  assert.deepEqual(await talk.hear(), { type: 'pong', payload: { at: 1 } });
  talk.socket.close();
});

test('a silent client is pinged, stays as long as it answers, and is closed when it does not', async () => {
  const talk = await open();
  await once(talk.socket, 'ping');
  await once(talk.socket, 'ping');
  const mute = await open({ autoPong: false });
  assert.equal((await mute.closed).code, 1002);
  assert.equal(talk.socket.readyState, WebSocket.OPEN);
  talk.socket.close();
});

for (const [claim, code, options, messages] of [
  ['text that is no JSON', 4400, {}, ['hello']],
  ['an unknown type', 4400, {}, [{ type: 'start', id: '1', payload: {} }]],
  ['an operation without an id', 4400, {}, [{ type: 'subscribe', payload: { query: '{ __typename }' } }]],
  ['an operation without a query', 4400, {}, [{ type: 'subscribe', id: '1', payload: {} }]],
  ['variables that are no object', 4400, {}, [subscribe('1', '{ __typename }', { variables: [] })]],
  ['a binary message', 4400, {}, [Buffer.from([1, 2, 3])]],
  ['an operation before the acknowledgement', 4401, { init: false }, [subscribe('1', '{ __typename }')]],
  ['a socket without a sub-protocol', 4406, { protocols: [], init: false }, []],
  ['no connection_init in time', 4408, { init: false }, []],
  ['a second operation under the same id', 4409, {}, [subscribe('1', endless), subscribe('1', endless)]],
  ['a second connection_init', 4429, {}, [{ type: 'connection_init' }]],
]) {
  test(`${claim} closes with ${code}`, async () => {
    const talk = await open(options);
    for (const message of messages) {
      if (Buffer.isBuffer(message)) talk.socket.send(message);
      else talk.say(message);
    }
    const closed = await talk.closed;
    assert.equal(closed.code, code, closed.reason);
    assert.ok(closed.reason.length > 0);
  });
}

test('a message may be as large as a body, and a larger one closes with 1009', async () => {
  const talk = await open();
  const message = (size) => {
    const empty = JSON.stringify(subscribe('1', '{ __typename }')).length;
    return JSON.stringify(subscribe('1', `{ __typename }${' '.repeat(size - empty)}`));
  };
  talk.say(message(1 << 20));
  assert.equal((await talk.hear()).type, 'next');
  assert.equal((await talk.hear()).type, 'complete');
  talk.say(message((1 << 20) + 1));
  assert.equal((await talk.closed).code, 1009);
});

test('the legacy sub-protocol and unknown ones are not taken', async () => {
  for (const protocols of [['graphql-ws'], ['chat']]) {
    const socket = new WebSocket(gateway.socket, protocols);
    const [error] = await once(socket, 'error');
    assert.match(error.message, /subprotocol/);
  }
});

test('a page of another site may not open a socket, a page of our own may', async () => {
  const stranger = new WebSocket(gateway.socket, [PROTOCOL], { origin: 'https://elsewhere.example' });
  const [error] = await once(stranger, 'error');
  assert.match(error.message, /403/);
  const own = await open({ origin: new URL(gateway.url).origin });
  own.socket.close();
});

test('the server says so when it ends, and ends at once', async () => {
  const talk = await open();
  talk.say(subscribe('1', endless));
  await talk.hear();
  const began = performance.now();
  const code = await gateway.stop();
  assert.equal((await talk.closed).code, 1001);
  assert.equal(code, 0);
  assert.ok(performance.now() - began < 5000);
});
