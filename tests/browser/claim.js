// How a test says what is wrong.

import assert from 'node:assert/strict';

/** So many are printed; the first few tell what happened. */
const SHOWN = 25;

/** Fails with the problems as a list, unless there are none. */
export function assertNone(problems) {
  const rest = problems.length - SHOWN;
  const shown = problems.slice(0, SHOWN).concat(rest > 0 ? [`and ${rest} more`] : []);
  if (problems.length > 0) assert.fail(`\n  ${shown.join('\n  ')}`);
}
