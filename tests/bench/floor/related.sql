WITH found AS (
  SELECT v.code, v.name FROM region v
  WHERE v.level = 'VILLAGE'
    AND EXISTS (SELECT FROM region r WHERE r.id = v.regency_id AND r.level = 'REGENCY' AND r.code = $1)
    AND EXISTS (SELECT FROM ledger_transaction t WHERE t.region_id = v.id AND t.amount > $2)
)
SELECT json_build_object('villages', json_build_object(
  'totalCount', (SELECT count(*) FROM found),
  'nodes', (
    SELECT coalesce(json_agg(json_build_object('code', code, 'name', name) ORDER BY code), '[]')
    FROM (SELECT code, name FROM found ORDER BY code LIMIT 20) shown
  )
))::text
