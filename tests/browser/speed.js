// What Lighthouse says of the speed of pages, for the bench: `node speed.js TIMES ADDRESS…` prints all scores of each.

import { startLighthouse } from './lighthouse.js';

const [times, ...addresses] = process.argv.slice(2);
const lighthouse = await startLighthouse();
try {
  for (const address of addresses) {
    const scores = [];
    for (let nth = 0; nth < Number(times); nth += 1) {
      const { categories } = await lighthouse.ask(address, ['performance']);
      scores.push(categories.performance.score);
    }
    console.log(JSON.stringify({ address, scores }));
  }
} finally {
  await lighthouse.end();
}
