// Lighthouse on a browser of its own.

import runLighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

import { EXECUTABLE } from './chromium.js';
import { freePort } from './port.js';

/** Starts it: `ask(address, categories)` gives what it says of a page, `end()` ends it. */
export async function startLighthouse() {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: [`--remote-debugging-port=${port}`] });
  const ask = async (address, categories) => {
    const { lhr } = await runLighthouse(address, { port, onlyCategories: categories, logLevel: 'error' });
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    return lhr;
  };
  return { ask, end: () => browser.close() };
}
