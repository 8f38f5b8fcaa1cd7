// What Lighthouse says of the report as `sitegen serve` gives it. It plays a phone on a slow line, so that the machine
// counts for little.

import { run } from '../program.js';
import { path } from '../project.js';
import { Server } from '../server.js';

/** The pages that most readers come to first. */
const PAGES = ['/', '/desa/33.18.16.2002/', '/dana/', '/en/', '/en/villages/33.18.16.2002/', '/en/funding/'];

/** The scores for speed of each page of a report in a folder, of 1, as often as there are rounds. */
export async function lighthouse(program, folder, rounds) {
  const server = await Server.start('report', program, ['serve', folder, '--listen', '127.0.0.1:0'], { path: '/' });
  try {
    const addresses = PAGES.map((page) => `${server.url}${page}`);
    const said = await run(process.execPath, [path('tests/browser/speed.js'), String(rounds), ...addresses]);
    const scores = said.trim().split('\n').map((line) => JSON.parse(line).scores);
    return new Map(PAGES.map((page, at) => [page, scores[at]]));
  } finally {
    await server.stop();
  }
}
