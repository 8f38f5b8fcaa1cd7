-- A release: the moment at which counts of people and families became public, cell by cell.
CREATE TABLE release (
    id {id},
    number INTEGER NOT NULL UNIQUE,
    released_at {moment} NOT NULL,
    author {text} NOT NULL,
    data_version BIGINT NOT NULL,
    published INTEGER NOT NULL,
    suppressed INTEGER NOT NULL,
    CONSTRAINT number_starts_at_one CHECK (number >= 1)
);

-- A count of one release. What was counted stays inside; what is told is the value, and none where it is suppressed.
CREATE TABLE released_cell (
    id {id},
    release_id BIGINT NOT NULL REFERENCES release (id),
    measure {text} NOT NULL CHECK (measure IN ('NEED_UNITS', 'REGISTRY_CORRECTIONS', 'REGISTRY_ROWS', 'INDICATOR')),
    category {text} NOT NULL,
    period {text} NOT NULL,
    series {text} NOT NULL,
    region_id BIGINT NOT NULL REFERENCES region (id),
    record {text} NOT NULL,
    counted BIGINT NOT NULL,
    value BIGINT,
    state {text} NOT NULL CHECK (state IN ('RELEASED', 'SUPPRESSED')),
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (release_id, measure, category, period, series, region_id, record),
    CONSTRAINT a_suppressed_cell_has_no_value CHECK ((state = 'SUPPRESSED') = (value IS NULL))
);
CREATE INDEX released_cell_region_id ON released_cell (region_id);
CREATE INDEX released_cell_source_id ON released_cell (source_id);

-- The cells that hold now: those of the newest release. Left out are those that a row of another table tells.
CREATE VIEW public_cell AS
SELECT c.id, c.release_id, c.measure, c.category, c.period, NULLIF(c.series, '') AS series, c.region_id, c.value, c.state, c.source_id
FROM released_cell c JOIN region p ON p.id = c.region_id
WHERE c.record = '' AND c.release_id = (SELECT max(r.id) FROM release r)
  AND (p.level <> 'VILLAGE' OR c.measure IN ('NEED_UNITS', 'REGISTRY_CORRECTIONS'));

-- Which counts an indicator gives: none that tells of people, one that does, or one of a sensitive trait.
ALTER TABLE indicator ADD COLUMN disclosure {text} NOT NULL DEFAULT 'OPEN' CHECK (disclosure IN ('OPEN', 'PEOPLE', 'SENSITIVE'));
ALTER TABLE indicator ADD COLUMN numerator_id BIGINT REFERENCES indicator (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX indicator_numerator_id ON indicator (numerator_id);
UPDATE indicator SET disclosure = 'PEOPLE' WHERE kind = 'REGISTRY' AND unit IN ('orang', 'keluarga');

-- What the API tells of a row: a copy of its counts, made by a release, beside the counts themselves.
ALTER TABLE observation ADD COLUMN released_value BIGINT;
ALTER TABLE observation ADD COLUMN cell_state {text} NOT NULL DEFAULT 'WAITING' CHECK (cell_state IN ('OPEN', 'RELEASED', 'SUPPRESSED', 'WAITING'));
UPDATE observation SET released_value = value, cell_state = 'OPEN'
WHERE indicator_id IN (SELECT i.id FROM indicator i WHERE i.disclosure = 'OPEN')
   OR (region_id IN (SELECT r.id FROM region r WHERE r.level IN ('COUNTRY', 'PROVINCE', 'REGENCY'))
       AND source_id IN (SELECT s.id FROM source s WHERE s.kind <> 'SIMULATED'));
DROP INDEX observation_by_value;
CREATE INDEX observation_by_released_value ON observation (released_value);

ALTER TABLE need ADD COLUMN released_quantity INTEGER;
ALTER TABLE need ADD COLUMN released_unit_cost BIGINT;
ALTER TABLE need ADD COLUMN released_cost BIGINT;
ALTER TABLE need ADD COLUMN released_programme_id BIGINT REFERENCES programme (id);
ALTER TABLE need ADD COLUMN cell_state {text} NOT NULL DEFAULT 'WAITING' CHECK (cell_state IN ('OPEN', 'RELEASED', 'SUPPRESSED', 'WAITING'));
DROP INDEX need_by_cost;
CREATE INDEX need_by_released_cost ON need (released_cost);
CREATE INDEX need_released_programme_id ON need (released_programme_id);

ALTER TABLE ledger_transaction ADD COLUMN released_quantity INTEGER;
ALTER TABLE ledger_transaction ADD COLUMN released_need_id BIGINT REFERENCES need (id);
UPDATE ledger_transaction SET released_quantity = quantity WHERE need_id IS NULL AND programme_id IS NULL;
CREATE INDEX ledger_transaction_released_need_id ON ledger_transaction (released_need_id);

ALTER TABLE sync_count ADD COLUMN released_village_rows INTEGER;
ALTER TABLE sync_count ADD COLUMN released_district_rows INTEGER;
ALTER TABLE sync_count ADD COLUMN released_regency_rows INTEGER;
ALTER TABLE sync_count ADD COLUMN released_ministry_rows INTEGER;
ALTER TABLE sync_count ADD COLUMN released_unmatched_rows INTEGER;
ALTER TABLE sync_count ADD COLUMN released_only_village INTEGER;
ALTER TABLE sync_count ADD COLUMN released_only_regency INTEGER;
ALTER TABLE sync_count ADD COLUMN released_differing INTEGER;
ALTER TABLE sync_count ADD COLUMN cell_state {text} NOT NULL DEFAULT 'WAITING' CHECK (cell_state IN ('OPEN', 'RELEASED', 'SUPPRESSED', 'WAITING'));

-- Entries of the journal that hold what is not told are for the office alone; the public has one without it beside.
ALTER TABLE revision ADD COLUMN audience {text} NOT NULL DEFAULT 'PUBLIC' CHECK (audience IN ('PUBLIC', 'OFFICE'));
UPDATE revision SET audience = 'OFFICE' WHERE noun = 'RegistryChange' AND before IS NOT NULL;
INSERT INTO revision (at, author, action, noun, record, before, after, data_version, request_id, reason, audience)
SELECT at, author, action, noun, record, before, after, data_version, request_id, reason, 'OFFICE'
FROM revision WHERE noun IN ('Need', 'SyncCount', 'Observation', 'Transaction') AND before IS NOT NULL;
UPDATE revision SET before = NULL, after = NULL
WHERE noun IN ('Need', 'SyncCount', 'Observation', 'Transaction') AND before IS NOT NULL AND audience = 'PUBLIC';
