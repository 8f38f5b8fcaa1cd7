// What the bench is at: a line that changes on a terminal, and nothing of it elsewhere.

export class Progress {
  #total;
  #done = 0;

  constructor(total) {
    this.#total = total;
  }

  /** Begins a step. */
  step(what) {
    this.#done += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K[${this.#done}/${this.#total}] ${what}`);
  }

  /** Says something that stays. */
  say(what) {
    this.clear();
    process.stderr.write(`${what}\n`);
  }

  clear() {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
