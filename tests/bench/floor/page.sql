WITH found AS (
  SELECT id, code, name, district_id FROM region
  WHERE level = 'VILLAGE' AND code > $1 ORDER BY code LIMIT 101
), shown AS (
  SELECT * FROM found ORDER BY code LIMIT 100
)
SELECT json_build_object('villages', json_build_object(
  'nodes', (
    SELECT coalesce(json_agg(json_build_object(
      'code', v.code,
      'name', v.name,
      'district', json_build_object('code', d.code, 'name', d.name),
      'accompaniments', json_build_object('nodes', a.nodes),
      'transactions', json_build_object('nodes', t.nodes)
    ) ORDER BY v.code), '[]')
    FROM shown v
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
        WHERE region_id = v.id ORDER BY occurred_on, id LIMIT 5
      ) x
      JOIN source s ON s.id = x.source_id
    ) t
  ),
  'pageInfo', json_build_object(
    'hasNextPage', (SELECT count(*) > 100 FROM found),
    'endCursor', (SELECT max(code) FROM shown)
  )
))::text
