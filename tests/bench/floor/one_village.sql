SELECT json_build_object('village', json_build_object(
  'code', v.code,
  'name', v.name,
  'district', json_build_object('code', d.code, 'name', d.name),
  'accompaniments', json_build_object('nodes', a.nodes),
  'transactions', json_build_object('nodes', t.nodes),
  'observations', json_build_object('nodes', o.nodes)
))::text
FROM region v
JOIN region d ON d.id = v.district_id
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object(
    'agency', json_build_object('abbreviation', g.abbreviation, 'name', g.name)
  ) ORDER BY x.id), '[]') AS nodes
  FROM (SELECT id, agency_id FROM accompaniment WHERE region_id = v.id ORDER BY id LIMIT 1) x
  JOIN agency g ON g.id = x.agency_id
) a
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object(
    'occurredOn', x.occurred_on, 'kind', x.kind, 'amount', x.amount::text,
    'source', json_build_object('key', s.key, 'title', s.title)
  ) ORDER BY x.occurred_on, x.id), '[]') AS nodes
  FROM (
    SELECT id, occurred_on, kind, amount, source_id FROM ledger_transaction
    WHERE region_id = v.id ORDER BY occurred_on, id LIMIT 20
  ) x
  JOIN source s ON s.id = x.source_id
) t
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('period', x.period, 'value', x.value::text)
    ORDER BY x.starts_on, x.id), '[]') AS nodes
  FROM (
    SELECT id, period, starts_on, value FROM observation
    WHERE region_id = v.id AND indicator_id = (SELECT id FROM indicator WHERE key = $2)
    ORDER BY starts_on, id LIMIT 20
  ) x
) o
WHERE v.code = $1 AND v.level = 'VILLAGE'
