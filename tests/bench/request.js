// Requests, as they are sent one by one and as they are sent by the thousand.

/** A question in GraphQL. The text of a document is always the same, so that every server may keep what it learns. */
export function graphql(document, variables) {
  return { method: 'POST', path: '/graphql', body: JSON.stringify({ query: document, variables }) };
}

/** The same by GET. */
export function graphqlGet(document, variables, headers = {}) {
  return { ...query('/graphql', { query: document, variables: JSON.stringify(variables) }), headers };
}

/** A question by its address. */
export function query(path, parameters) {
  const search = String(new URLSearchParams(parameters));
  return { method: 'GET', path: search ? `${path}?${search}` : path };
}

function headersOf({ body, headers = {} }) {
  return { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers };
}

/** Sends a request once. */
export function send(url, request) {
  return fetch(url + request.path, { method: request.method, headers: headersOf(request), body: request.body });
}

/** A request byte by byte. */
export function wire(url, request) {
  const { method, path, body = '' } = request;
  const headers = { host: new URL(url).host, ...headersOf(request) };
  if (method === 'POST') headers['content-length'] = Buffer.byteLength(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
