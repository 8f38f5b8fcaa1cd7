// The programs of the project, as the tests run them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../', import.meta.url));

/** Builds the programs, if need be, and returns their paths by name. */
export async function programs() {
  // With all targets, so that dependencies have the features that they have for the tests in Rust, and are compiled once.
  const args = ['build', '--locked', '--quiet', '--workspace', '--all-targets', '--message-format', 'json-render-diagnostics'];
  const cargo = spawn('cargo', args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [messages, [code]] = await Promise.all([text(cargo.stdout), once(cargo, 'close')]);
  if (code !== 0) throw new Error(`cargo build ended with ${code}`);
  const built = messages.trim().split('\n').map((line) => JSON.parse(line));
  const isProgram = ({ executable, profile, target }) => executable && !profile.test && target.kind.includes('bin');
  return Object.fromEntries(built.filter(isProgram).map(({ executable, target }) => [target.name, executable]));
}
