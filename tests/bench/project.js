// Where things lie in the project.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A place in the project. */
export function path(...parts) {
  return join(root, ...parts);
}

/** What the bench makes, kept between runs. */
export const made = path('target/bench');
