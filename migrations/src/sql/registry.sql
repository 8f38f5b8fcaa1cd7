-- A cycle of the welfare registry.
CREATE TABLE registry_cycle (
    id {id},
    key {text} NOT NULL UNIQUE,
    registry {text} NOT NULL CHECK (registry IN ('DTKS', 'DTSEN')),
    period {text} NOT NULL,
    starts_on DATE NOT NULL,
    cut_off_on DATE,
    determined_on DATE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT cut_off_on_follows_starts_on CHECK (cut_off_on >= starts_on)
);
CREATE INDEX registry_cycle_source_id ON registry_cycle (source_id);
CREATE INDEX registry_cycle_by_starts_on ON registry_cycle (starts_on);

-- A correction of the registry on its way from the village to the ministry. No person can be read from it.
CREATE TABLE registry_change (
    id {id},
    key {text} NOT NULL UNIQUE,
    village_id BIGINT NOT NULL REFERENCES region (id),
    cycle_id BIGINT NOT NULL REFERENCES registry_cycle (id),
    kind {text} NOT NULL CHECK (kind IN ('NEW', 'CORRECTION', 'DECEASED', 'MOVED', 'ABLE', 'DUPLICATE', 'NOT_FOUND')),
    state {text} NOT NULL CHECK (state IN ('REPORTED', 'IN_MUSDES', 'AGREED', 'DECLINED', 'ENTERED', 'ID_MATCHED', 'ID_UNMATCHED', 'DINSOS_VERIFIED', 'RETURNED', 'REGENT_APPROVED', 'SENT', 'DETERMINED', 'REJECTED', 'REFLECTED')),
    reported_on DATE NOT NULL,
    changed_on DATE NOT NULL,
    reason {text},
    record_hash {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (cycle_id, record_hash),
    CONSTRAINT changed_on_follows_reported_on CHECK (changed_on >= reported_on),
    CONSTRAINT record_hash_has_64_digits CHECK (length(record_hash) = 64)
);
CREATE INDEX registry_change_village_id ON registry_change (village_id);
CREATE INDEX registry_change_cycle_id ON registry_change (cycle_id);
CREATE INDEX registry_change_source_id ON registry_change (source_id);
CREATE INDEX registry_change_by_reported_on ON registry_change (reported_on);
CREATE INDEX registry_change_by_changed_on ON registry_change (changed_on);
CREATE INDEX registry_change_by_state ON registry_change (state);

-- How many registry rows of a village stand at each level in a cycle, and how far the levels agree.
CREATE TABLE sync_count (
    id {id},
    village_id BIGINT NOT NULL REFERENCES region (id),
    cycle_id BIGINT NOT NULL REFERENCES registry_cycle (id),
    village_rows INTEGER NOT NULL,
    district_rows INTEGER NOT NULL,
    regency_rows INTEGER NOT NULL,
    ministry_rows INTEGER NOT NULL,
    unmatched_rows INTEGER NOT NULL,
    only_village INTEGER NOT NULL,
    only_regency INTEGER NOT NULL,
    differing INTEGER NOT NULL,
    lag_days INTEGER,
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (village_id, cycle_id),
    CONSTRAINT row_counts_are_not_negative CHECK (village_rows >= 0 AND district_rows >= 0 AND regency_rows >= 0 AND ministry_rows >= 0),
    CONSTRAINT difference_counts_are_not_negative CHECK (unmatched_rows >= 0 AND only_village >= 0 AND only_regency >= 0 AND differing >= 0),
    CONSTRAINT lag_days_are_not_negative CHECK (lag_days >= 0)
);
CREATE INDEX sync_count_village_id ON sync_count (village_id);
CREATE INDEX sync_count_cycle_id ON sync_count (cycle_id);
CREATE INDEX sync_count_source_id ON sync_count (source_id);
CREATE INDEX sync_count_by_lag_days ON sync_count (lag_days);
