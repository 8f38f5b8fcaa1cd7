// The browser of the tests.

/** Debian's; Playwright's own is not downloaded. */
export const EXECUTABLE = '/usr/bin/chromium';
