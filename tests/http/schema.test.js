// The contract as clients' tools read it: the reference library, and the rules of Relay.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import graphqlEslint from '@graphql-eslint/eslint-plugin';
import { ESLint } from 'eslint';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema, validateSchema } from 'graphql';

import { useGateway } from './gateway.js';

const gateway = useGateway();
const contract = await readFile(new URL('../../gateway/schema.graphql', import.meta.url), 'utf8');

test('the contract is a schema', () => {
  assert.deepEqual(validateSchema(buildSchema(contract)), []);
});

test('what the gateway says of its types is the contract', async () => {
  const query = getIntrospectionQuery({ specifiedByUrl: true, oneOf: true, inputValueDeprecation: true });
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  const print = (schema) => printSchema(lexicographicSortSchema(schema));
  // Compared here, since a difference of a megabyte helps nobody.
  assert.ok(print(buildClientSchema(data)) === print(buildSchema(contract)), 'the two differ');
});

test('lists, edges and pages are as Relay has them', async () => {
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.graphql'],
      plugins: { '@graphql-eslint': graphqlEslint },
      languageOptions: { parser: graphqlEslint.parser, parserOptions: { graphQLConfig: { schema: contract } } },
      rules: {
        '@graphql-eslint/relay-arguments': ['error', { includeBoth: true }],
        '@graphql-eslint/relay-connection-types': 'error',
        '@graphql-eslint/relay-edge-types': ['error', { withEdgeSuffix: true, listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: true }],
        '@graphql-eslint/relay-page-info': 'error',
      },
    },
  });
  const [{ messages }] = await eslint.lintText(contract, { filePath: 'schema.graphql' });
  assert.deepEqual(messages.map(({ line, message }) => `${line}: ${message}`), []);
});
