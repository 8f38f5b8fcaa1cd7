// What was found, for people.

import { number, table } from './table.js';

/** Prints the works with their contestants and the targets. */
export function print({ works, starts, memory, targets }) {
  const rows = Object.entries(works).flatMap(([work, found]) =>
    Object.entries(found).map(([label, it], at) => [
      at === 0 ? work : '',
      label,
      number(it.rate, it.rate < 100 ? 1 : 0),
      number(it.p50, 2),
      number(it.p99, 2),
      number(it.bytes),
      at === 0 ? '' : number(Object.values(found)[0].rate / it.rate, 2),
    ]),
  );
  console.log(table(['work', 'server', 'answers/s', 'p50 ms', 'p99 ms', 'bytes', 'the first beside it'], rows));
  console.log();
  const servers = Object.keys(memory).map((label) => [
    label,
    label in starts ? number(starts[label]) : '',
    number(memory[label] / 1e6, 1),
  ]);
  console.log(table(['server', 'start to ready ms', 'memory MB'], servers));
  console.log();
  const lines = targets.map(({ claim, value, bound, atMost, unit, isMet }) => [
    isMet ? 'met' : 'MISSED',
    claim,
    `${number(value, 2)} ${unit}`,
    `${atMost ? 'at most' : 'at least'} ${bound} ${unit}`,
  ]);
  console.log(table(['', 'target', 'found', 'bound'], lines));
}
