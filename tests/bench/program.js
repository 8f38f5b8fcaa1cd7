// Programs that the bench builds and runs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { path } from './project.js';

/** Runs a program to its end, in the folder of the project or another one, and returns what it writes. */
export async function run(program, args, folder = path()) {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (code !== 0) throw new Error(`${program} ${args[0]} ended with ${code}`);
  return said;
}

/** The path of a program of the project as it is released, built if need be: `--bin gateway`, `--example floor`. */
export async function build(crate, kind, name) {
  const format = ['--message-format', 'json-render-diagnostics'];
  const said = await run('cargo', ['build', '--release', '--locked', '--quiet', '-p', crate, kind, name, ...format]);
  const messages = said.trim().split('\n').map((line) => JSON.parse(line));
  return messages.find((message) => message.target?.name === name && message.executable).executable;
}
