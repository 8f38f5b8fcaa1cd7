// Tables in plain text.

/** Rows under a head; columns of numbers are set to the right. */
export function table(head, rows) {
  const all = [head, ...rows];
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at].length)));
  const isNumber = head.map((_, at) => rows.every((row) => /^[\d.,]*( \S+)?$/.test(row[at])));
  const lines = all.map((row) => {
    const cells = row.map((cell, at) => (isNumber[at] ? cell.padStart(widths[at]) : cell.padEnd(widths[at])));
    return cells.join('  ').trimEnd();
  });
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}

/** A number with so many decimals and commas between thousands. */
export function number(value, decimals = 0) {
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** Targets `{ claim, found, bound, isMet }`, found and bound in words, as a table. */
export function verdicts(targets) {
  const lines = targets.map(({ claim, found, bound, isMet }) => [isMet ? 'met' : 'MISSED', claim, found, bound]);
  return table(['', 'target', 'found', 'bound'], lines);
}
