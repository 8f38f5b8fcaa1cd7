// GraphQL over HTTP as its specification has it, the wishes (SHOULD, MAY) among the duties.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { serverAudits } from 'graphql-http';

import { useGateway } from './gateway.js';

const gateway = useGateway();
const audits = serverAudits({ url: () => gateway.url });

test('there are audits', () => assert.ok(audits.length >= 61, `${audits.length} audits`));

for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const { status, reason } = await audit.fn();
    assert.equal(status, 'ok', `${audit.id}: ${reason}`);
  });
}
