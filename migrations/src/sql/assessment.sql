-- What an agency found in an accompanied village, in a focus group or a visit.
CREATE TABLE assessment (
    id {id},
    key {text} NOT NULL UNIQUE,
    village_id BIGINT NOT NULL REFERENCES region (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    accompaniment_id BIGINT REFERENCES accompaniment (id),
    method {text} NOT NULL CHECK (method IN ('FOCUS_GROUP', 'FIELD_VISIT', 'DESK_REVIEW')),
    state {text} NOT NULL CHECK (state IN ('PLANNED', 'HELD', 'SUBMITTED', 'VERIFIED', 'RETURNED', 'RECAPPED', 'PUBLISHED')),
    planned_on DATE,
    held_on DATE,
    participants INTEGER,
    summary {text},
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (id, village_id),
    CONSTRAINT participants_are_not_negative CHECK (participants >= 0)
);
CREATE INDEX assessment_village_id ON assessment (village_id);
CREATE INDEX assessment_agency_id ON assessment (agency_id);
CREATE INDEX assessment_accompaniment_id ON assessment (accompaniment_id);
CREATE INDEX assessment_source_id ON assessment (source_id);
CREATE INDEX assessment_by_held_on ON assessment (held_on);
CREATE INDEX assessment_by_state ON assessment (state);

-- A programme that answers needs of a village, with its schedule and budget.
CREATE TABLE programme (
    id {id},
    key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    village_id BIGINT NOT NULL REFERENCES region (id),
    agency_id BIGINT NOT NULL REFERENCES agency (id),
    sector {text} NOT NULL CHECK (sector IN ('HOUSING', 'SANITATION', 'ENERGY', 'WATER', 'HEALTH', 'EDUCATION', 'LIVELIHOOD', 'SOCIAL_PROTECTION', 'INFRASTRUCTURE')),
    state {text} NOT NULL CHECK (state IN ('DRAFT', 'OFFERED', 'MATCHED', 'RUNNING', 'DONE', 'CANCELLED')),
    planned_start DATE NOT NULL,
    planned_end DATE NOT NULL,
    actual_start DATE,
    actual_end DATE,
    budget BIGINT,
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT planned_end_follows_planned_start CHECK (planned_end >= planned_start),
    CONSTRAINT actual_end_follows_actual_start CHECK (actual_end >= actual_start),
    CONSTRAINT budget_is_not_negative CHECK (budget >= 0)
);
CREATE INDEX programme_village_id ON programme (village_id);
CREATE INDEX programme_agency_id ON programme (agency_id);
CREATE INDEX programme_source_id ON programme (source_id);
CREATE INDEX programme_by_name ON programme (name);
CREATE INDEX programme_by_planned_start ON programme (planned_start);
CREATE INDEX programme_by_planned_end ON programme (planned_end);
CREATE INDEX programme_by_state ON programme (state);
CREATE INDEX programme_by_sector ON programme (sector);
CREATE INDEX programme_by_budget ON programme (budget);

-- A step of a programme with planned and actual dates.
CREATE TABLE activity (
    id {id},
    key {text} NOT NULL UNIQUE,
    programme_id BIGINT NOT NULL REFERENCES programme (id),
    sequence INTEGER NOT NULL,
    name {text} NOT NULL,
    planned_start DATE NOT NULL,
    planned_end DATE NOT NULL,
    actual_start DATE,
    actual_end DATE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (programme_id, sequence),
    CONSTRAINT sequence_starts_at_one CHECK (sequence >= 1),
    CONSTRAINT planned_end_follows_planned_start CHECK (planned_end >= planned_start),
    CONSTRAINT actual_end_follows_actual_start CHECK (actual_end >= actual_start)
);
CREATE INDEX activity_programme_id ON activity (programme_id);
CREATE INDEX activity_source_id ON activity (source_id);
CREATE INDEX activity_by_planned_start ON activity (planned_start);
CREATE INDEX activity_by_planned_end ON activity (planned_end);

-- A need that an assessment found, with its size and cost.
CREATE TABLE need (
    id {id},
    key {text} NOT NULL UNIQUE,
    assessment_id BIGINT NOT NULL REFERENCES assessment (id),
    village_id BIGINT NOT NULL REFERENCES region (id),
    need_type {text} NOT NULL CHECK (need_type IN ('RTLH', 'LATRINE', 'ELECTRICITY', 'CLEAN_WATER', 'OUT_OF_SCHOOL', 'DISABILITY', 'CHRONIC_ILLNESS', 'UNEMPLOYMENT', 'OTHER')),
    title {text} NOT NULL,
    quantity INTEGER NOT NULL,
    unit {text} NOT NULL,
    unit_cost BIGINT,
    cost BIGINT GENERATED ALWAYS AS (quantity * unit_cost) STORED,
    state {text} NOT NULL CHECK (state IN ('OPEN', 'MATCHED', 'MET', 'WITHDRAWN')),
    agency_id BIGINT REFERENCES agency (id),
    programme_id BIGINT REFERENCES programme (id),
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT village_is_that_of_the_assessment FOREIGN KEY (assessment_id, village_id) REFERENCES assessment (id, village_id),
    CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    CONSTRAINT unit_cost_is_not_negative CHECK (unit_cost >= 0)
);
CREATE INDEX need_assessment_id ON need (assessment_id);
CREATE INDEX need_village_id ON need (village_id);
CREATE INDEX need_agency_id ON need (agency_id);
CREATE INDEX need_programme_id ON need (programme_id);
CREATE INDEX need_source_id ON need (source_id);
CREATE INDEX need_by_cost ON need (cost);
CREATE INDEX need_by_state ON need (state);
CREATE INDEX need_by_need_type ON need (need_type);

-- A strength of a village that an assessment found.
CREATE TABLE potential (
    id {id},
    key {text} NOT NULL UNIQUE,
    assessment_id BIGINT NOT NULL REFERENCES assessment (id),
    village_id BIGINT NOT NULL REFERENCES region (id),
    kind {text} NOT NULL CHECK (kind IN ('AGRICULTURE', 'FISHERY', 'TOURISM', 'CRAFT', 'TRADE', 'INSTITUTION', 'LAND', 'OTHER')),
    description {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT village_is_that_of_the_assessment FOREIGN KEY (assessment_id, village_id) REFERENCES assessment (id, village_id)
);
CREATE INDEX potential_assessment_id ON potential (assessment_id);
CREATE INDEX potential_village_id ON potential (village_id);
CREATE INDEX potential_source_id ON potential (source_id);
CREATE INDEX potential_by_kind ON potential (kind);
