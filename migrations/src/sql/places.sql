-- Who said something, when and where it can be read.
CREATE TABLE source (
    id {id},
    key {text} NOT NULL UNIQUE,
    kind {text} NOT NULL CHECK (kind IN ('OFFICIAL', 'PRESS', 'RESEARCH', 'COMMUNITY', 'DERIVED', 'UNVERIFIED', 'SIMULATED')),
    title {text} NOT NULL,
    publisher {text} NOT NULL,
    url {text},
    published_on DATE,
    retrieved_on DATE,
    licence {text},
    note {text}
);
CREATE INDEX source_by_title ON source (title);
CREATE INDEX source_by_published_on ON source (published_on);

-- A region of any level, from the country to the village.
CREATE TABLE region (
    id {id},
    code {text} NOT NULL UNIQUE,
    level {text} NOT NULL CHECK (level IN ('COUNTRY', 'PROVINCE', 'REGENCY', 'DISTRICT', 'VILLAGE')),
    kind {text} NOT NULL CHECK (kind IN ('COUNTRY', 'PROVINCE', 'KABUPATEN', 'KOTA', 'KECAMATAN', 'DESA', 'KELURAHAN', 'DESA_ADAT')),
    name {text} NOT NULL,
    parent_id BIGINT REFERENCES region (id) DEFERRABLE INITIALLY DEFERRED,
    province_id BIGINT REFERENCES region (id) DEFERRABLE INITIALLY DEFERRED,
    regency_id BIGINT REFERENCES region (id) DEFERRABLE INITIALLY DEFERRED,
    district_id BIGINT REFERENCES region (id) DEFERRABLE INITIALLY DEFERRED,
    latitude INTEGER,
    longitude INTEGER,
    postal_code {text},
    seat {text},
    valid_from DATE,
    valid_to DATE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT a_village_and_nothing_else_has_a_district CHECK ((level = 'VILLAGE') = (district_id IS NOT NULL)),
    CONSTRAINT villages_and_districts_have_a_regency CHECK ((level IN ('VILLAGE', 'DISTRICT')) = (regency_id IS NOT NULL)),
    CONSTRAINT what_lies_below_a_province_names_it CHECK ((level IN ('VILLAGE', 'DISTRICT', 'REGENCY')) = (province_id IS NOT NULL)),
    CONSTRAINT all_but_the_country_have_a_parent CHECK ((level = 'COUNTRY') = (parent_id IS NULL)),
    CONSTRAINT latitude_is_on_earth CHECK (latitude BETWEEN -90000000 AND 90000000),
    CONSTRAINT longitude_is_on_earth CHECK (longitude BETWEEN -180000000 AND 180000000),
    CONSTRAINT valid_to_follows_valid_from CHECK (valid_to > valid_from)
);
CREATE INDEX region_parent_id ON region (parent_id);
CREATE INDEX region_province_id ON region (province_id);
CREATE INDEX region_regency_id ON region (regency_id);
CREATE INDEX region_district_id ON region (district_id);
CREATE INDEX region_source_id ON region (source_id);
CREATE INDEX region_by_level_code ON region (level, code);
CREATE INDEX region_by_level_name_id ON region (level, name, id);

-- The code and name that one system gives to a region: the bridge between Kemendagri and BPS codes, which are not aligned.
CREATE TABLE code_assignment (
    id {id},
    region_id BIGINT NOT NULL REFERENCES region (id),
    system {text} NOT NULL CHECK (system IN ('KEMENDAGRI', 'BPS')),
    code {text} NOT NULL,
    name {text} NOT NULL,
    match_method {text} CHECK (match_method IN ('SAME_NAME_AND_SHAPE', 'SIMILAR_NAME_AND_SHAPE', 'SAME_NAME')),
    valid_from DATE,
    valid_to DATE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (system, code)
);
CREATE INDEX code_assignment_region_id ON code_assignment (region_id);
CREATE INDEX code_assignment_source_id ON code_assignment (source_id);
CREATE INDEX code_assignment_by_code ON code_assignment (code);
CREATE INDEX code_assignment_by_name ON code_assignment (name);
