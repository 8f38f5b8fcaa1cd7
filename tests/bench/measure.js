// Loads servers in turn, so that what disturbs the machine disturbs them all.

import { median } from './median.js';
import { load, writeRequests } from './wrk.js';

/** As many as the servers have connections to the database. */
const CLIENTS = 16;

/** The medians of some starts of a server, in milliseconds; the last one stays up. */
export async function startOften(times, start) {
  const taken = [];
  let server;
  for (let time = 0; time < times; time += 1) {
    await server?.stop();
    server = await start();
    taken.push(server.startMs);
  }
  return { server, startMs: median(taken) };
}

/**
 * Asks every contestant the same questions: first to warm up, then in rounds.
 * Contestants are `{ label, server, requests }`; the result has the medians of each by label.
 */
export async function measure(name, contestants, { seconds, rounds, clients = CLIENTS, progress }) {
  for (const contestant of contestants) {
    const { label, server, requests } = contestant;
    contestant.file = await writeRequests(`${name} ${label}`, server.url, requests);
    progress.step(`${name}: ${label} warms up`);
    await load(server.url, contestant.file, { seconds, clients });
    contestant.found = [];
  }
  for (let round = 1; round <= rounds; round += 1) {
    for (const { label, server, file, found } of contestants) {
      progress.step(`${name}: ${label}, round ${round}`);
      found.push(await load(server.url, file, { seconds, clients }));
    }
  }
  const medians = contestants.map(({ label, found }) => {
    const of = (what) => median(found.map((round) => round[what]));
    return [label, { rate: of('rate'), p50: of('p50'), p99: of('p99'), bytes: of('bytes') }];
  });
  return Object.fromEntries(medians);
}
