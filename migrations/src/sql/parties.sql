-- A regional agency (OPD); a kecamatan office is one too. Its former names are kept with their dates.
CREATE TABLE agency (
    id {id},
    key {text} NOT NULL UNIQUE,
    abbreviation {text} NOT NULL,
    name {text} NOT NULL,
    name_en {text},
    kind {text} NOT NULL CHECK (kind IN ('SEKRETARIAT', 'INSPEKTORAT', 'BADAN', 'DINAS', 'SATUAN', 'RUMAH_SAKIT', 'KECAMATAN')),
    regency_id BIGINT NOT NULL REFERENCES region (id),
    district_id BIGINT REFERENCES region (id),
    named_since DATE,
    note {text},
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX agency_regency_id ON agency (regency_id);
CREATE INDEX agency_district_id ON agency (district_id);
CREATE INDEX agency_source_id ON agency (source_id);
CREATE INDEX agency_by_name ON agency (name);
CREATE INDEX agency_by_abbreviation ON agency (abbreviation);
CREATE INDEX agency_by_kind ON agency (kind);

-- A name that an agency bore in the past.
CREATE TABLE agency_name (
    id {id},
    key {text} NOT NULL UNIQUE,
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    abbreviation {text} NOT NULL,
    name {text} NOT NULL,
    valid_from DATE,
    valid_to DATE NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT valid_to_follows_valid_from CHECK (valid_to > valid_from)
);
CREATE INDEX agency_name_agency_id ON agency_name (agency_id);
CREATE INDEX agency_name_source_id ON agency_name (source_id);
CREATE INDEX agency_name_by_valid_to ON agency_name (valid_to);

-- An organisation outside the agencies that takes part: Baznas, Fatayat, 'Aisyiyah, companies, donors.
CREATE TABLE stakeholder (
    id {id},
    key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    name_en {text},
    kind {text} NOT NULL CHECK (kind IN ('ZAKAT_BODY', 'WOMENS_ORGANISATION', 'FAMILY_MOVEMENT', 'COMPANY', 'REGIONAL_COMPANY', 'FOUNDATION', 'ASSOCIATION', 'WATCHDOG', 'STATISTICS_OFFICE', 'GOVERNMENT')),
    role {text} NOT NULL,
    role_en {text},
    regency_id BIGINT REFERENCES region (id),
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX stakeholder_regency_id ON stakeholder (regency_id);
CREATE INDEX stakeholder_source_id ON stakeholder (source_id);
CREATE INDEX stakeholder_by_name ON stakeholder (name);
CREATE INDEX stakeholder_by_kind ON stakeholder (kind);

-- A scheme of accompaniment; several run side by side.
CREATE TABLE scheme (
    id {id},
    key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    name_en {text},
    owner_level {text} NOT NULL CHECK (owner_level IN ('NATIONAL', 'PROVINCE', 'REGENCY')),
    description {text},
    valid_from DATE,
    valid_to DATE,
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX scheme_source_id ON scheme (source_id);
CREATE INDEX scheme_by_name ON scheme (name);

-- An agency accompanies a village (or a whole kecamatan) in a scheme and a period.
CREATE TABLE accompaniment (
    id {id},
    key {text} NOT NULL UNIQUE,
    region_id BIGINT NOT NULL REFERENCES region (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    scheme_id BIGINT NOT NULL REFERENCES scheme (id),
    role {text} NOT NULL CHECK (role IN ('LEAD', 'SUPPORT')),
    state {text} NOT NULL CHECK (state IN ('DRAFT', 'PROPOSED', 'DECREED', 'ACTIVE', 'CONTINUED', 'GRADUATED', 'ENDED', 'CANCELLED')),
    starts_on DATE NOT NULL,
    ends_on DATE,
    date_precision {text} NOT NULL CHECK (date_precision IN ('DAY', 'MONTH', 'YEAR')),
    basis {text},
    basis_rank INTEGER,
    decree {text},
    continues_id BIGINT REFERENCES accompaniment (id) DEFERRABLE INITIALLY DEFERRED,
    note {text},
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT ends_on_follows_starts_on CHECK (ends_on >= starts_on),
    CONSTRAINT basis_rank_starts_at_one CHECK (basis_rank >= 1),
    UNIQUE (region_id, scheme_id, starts_on, agency_id)
);
CREATE INDEX accompaniment_region_id ON accompaniment (region_id);
CREATE INDEX accompaniment_agency_id ON accompaniment (agency_id);
CREATE INDEX accompaniment_scheme_id ON accompaniment (scheme_id);
CREATE INDEX accompaniment_continues_id ON accompaniment (continues_id);
CREATE INDEX accompaniment_source_id ON accompaniment (source_id);
CREATE INDEX accompaniment_by_starts_on ON accompaniment (starts_on);
CREATE INDEX accompaniment_by_state ON accompaniment (state);
-- Exactly one lead per village, scheme and period.
CREATE UNIQUE INDEX accompaniment_one_lead ON accompaniment (region_id, scheme_id, starts_on) WHERE role = 'LEAD';
