// What the API must reach.

/** Bytes of a megabyte. */
const MB = 1e6;

function target(claim, value, bound, { atMost = false, unit = '×' } = {}) {
  return { claim, value, bound, atMost, unit, isMet: atMost ? value <= bound : value >= bound };
}

/** Every target with what was found. */
export function targets({ works, starts, memory }) {
  const rate = (work, label) => works[work][label].rate;
  const beside = (work, label) => rate(work, 'gateway') / rate(work, label);
  const held = Math.max(memory.gateway, memory['gateway that keeps answers']);
  const [few, many] = Object.values(works['page in few and many data']).map((it) => it.rate);
  return [
    target('one village beside PostGraphile', beside('one village', 'postgraphile'), 2.5),
    target('page of 100 beside PostGraphile', beside('page of 100', 'postgraphile'), 4),
    target('page of 100 beside the floor', beside('page of 100', 'floor'), 1.4),
    target('filter by related beside PostGraphile', beside('filter by related', 'postgraphile'), 2),
    target('time of group by beside bare SQL', 1 / beside('group by', 'floor'), 1.2, { atMost: true }),
    target('kept answer beside a constant', beside('kept answer', 'floor') * 100, 60, { unit: '%' }),
    target('304 beside a constant 304', beside('unchanged answer', 'floor') * 100, 80, { unit: '%' }),
    target('memory after the load', held / MB, 150, { atMost: true, unit: 'MB' }),
    target('start to ready', starts.gateway, 300, { atMost: true, unit: 'ms' }),
    target('page in few and many data, apart', Math.abs(few / many - 1) * 100, 20, { atMost: true, unit: '%' }),
  ];
}
