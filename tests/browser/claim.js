// How a test says what is wrong, and how tests that look at the same pages look only once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

/** So many are printed; the first few tell what happened. */
const SHOWN = 25;

/** Fails with the problems as a list, unless there are none. */
export function assertNone(problems) {
  const rest = problems.length - SHOWN;
  const shown = problems.slice(0, SHOWN).concat(rest > 0 ? [`and ${rest} more`] : []);
  if (problems.length > 0) assert.fail(`\n  ${shown.join('\n  ')}`);
}

/**
 * Gives a function `claim(name, examine, conclude)`, each call of which is a test, and all of whose tests share one
 * look: what takes the time is to come to a page, not to ask one more question there.
 *
 * `look(ask)` goes through the pages and calls `ask(where, …)` at each place; `examine(…)` says there what is wrong,
 * a sentence each. `conclude()` says at the end what can be said only of all pages together.
 */
export function sharing(look) {
  const claims = [];
  const ask = async (where, ...seen) => {
    for (const { examine, problems } of claims) {
      const found = await attempt(() => examine(...seen));
      problems.push(...found.map((problem) => `${where}: ${problem}`));
    }
  };
  const lookOnce = once(async () => {
    // By the next turn the file has made all its claims.
    await setImmediate();
    await look(ask);
  });
  return (name, examine, conclude = () => []) => {
    const problems = [];
    claims.push({ examine, problems });
    test(name, async () => {
      await lookOnce();
      assertNone([...problems, ...conclude()]);
    });
  };
}

/** What is wrong; a question that fails is wrong as well, and keeps no other from being asked. */
async function attempt(examine) {
  try {
    return (await examine()) ?? [];
  } catch (error) {
    return [error.stack];
  }
}

function once(act) {
  let acted;
  return () => (acted ??= act());
}
