-- What is measured, with the five parts that Satu Data Indonesia asks for.
CREATE TABLE indicator (
    id {id},
    key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    name_en {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('SURVEY', 'REGISTRY', 'INDEX', 'ADMINISTRATIVE')),
    unit {text} NOT NULL,
    unit_en {text} NOT NULL,
    decimals INTEGER NOT NULL,
    better {text} NOT NULL CHECK (better IN ('LOWER', 'HIGHER', 'NEITHER')),
    concept {text} NOT NULL,
    definition {text} NOT NULL,
    classification {text} NOT NULL,
    measure {text} NOT NULL,
    reference_code {text},
    producer {text} NOT NULL,
    frequency {text} NOT NULL CHECK (frequency IN ('MONTHLY', 'QUARTERLY', 'SEMESTERLY', 'YEARLY', 'DECENNIAL', 'ONCE')),
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT decimals_are_at_most_six CHECK (decimals BETWEEN 0 AND 6)
);
CREATE INDEX indicator_source_id ON indicator (source_id);
CREATE INDEX indicator_by_name ON indicator (name);
CREATE INDEX indicator_by_kind ON indicator (kind);

-- The value of an indicator for a region and a period, as one source states it. Conflicting values stand side by side.
CREATE TABLE observation (
    id {id},
    indicator_id BIGINT NOT NULL REFERENCES indicator (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    period {text} NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    value BIGINT NOT NULL,
    margin BIGINT,
    margin_basis {text},
    method {text} NOT NULL,
    status {text} NOT NULL CHECK (status IN ('NORMAL', 'ESTIMATED', 'PROVISIONAL', 'BREAK')),
    standing {text} NOT NULL CHECK (standing IN ('PUBLISHED', 'ALTERNATIVE')),
    rule {text},
    note {text},
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (indicator_id, region_id, period, method, source_id),
    CONSTRAINT ends_on_follows_starts_on CHECK (ends_on >= starts_on),
    CONSTRAINT margin_is_not_negative CHECK (margin >= 0)
);
CREATE INDEX observation_source_id ON observation (source_id);
CREATE INDEX observation_by_region_id_indicator_id_starts_on ON observation (region_id, indicator_id, starts_on);
CREATE INDEX observation_by_indicator_id_starts_on ON observation (indicator_id, starts_on);
CREATE INDEX observation_by_starts_on ON observation (starts_on);
CREATE INDEX observation_by_value ON observation (value);
-- Exactly one published value per series and period; every other claim is an alternative.
CREATE UNIQUE INDEX observation_one_published ON observation (indicator_id, region_id, period, method) WHERE standing = 'PUBLISHED';

-- Two public claims that disagree, kept side by side, and what that teaches.
CREATE TABLE claim_conflict (
    id {id},
    key {text} NOT NULL UNIQUE,
    topic {text} NOT NULL,
    topic_en {text} NOT NULL,
    claim {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    other_claim {text} NOT NULL,
    other_source_id BIGINT NOT NULL REFERENCES source (id),
    lesson {text} NOT NULL,
    lesson_en {text} NOT NULL,
    indicator_id BIGINT REFERENCES indicator (id),
    region_id BIGINT REFERENCES region (id)
);
CREATE INDEX claim_conflict_source_id ON claim_conflict (source_id);
CREATE INDEX claim_conflict_other_source_id ON claim_conflict (other_source_id);
CREATE INDEX claim_conflict_indicator_id ON claim_conflict (indicator_id);
CREATE INDEX claim_conflict_region_id ON claim_conflict (region_id);
CREATE INDEX claim_conflict_by_topic ON claim_conflict (topic);
