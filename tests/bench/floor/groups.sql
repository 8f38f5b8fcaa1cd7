SELECT json_build_object('transactions', json_build_object(
  'groupBy', coalesce(json_agg(json_build_object(
    'key', json_build_object('occurredOn', year, 'fundingSource', json_build_object('channel', channel)),
    'sum', json_build_object('amount', amount::text)
  ) ORDER BY year, channel), '[]')
))::text
FROM (
  SELECT date_trunc('year', t.occurred_on::timestamp)::date AS year, f.channel, sum(t.amount) AS amount
  FROM ledger_transaction t
  JOIN funding_source f ON f.id = t.funding_source_id
  WHERE f.channel NOT IN ('APBD_PROV', 'APBD_KAB')
  GROUP BY 1, 2
) groups
