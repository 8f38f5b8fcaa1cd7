-- A meeting or dated public act of the movement.
CREATE TABLE meeting (
    id {id},
    key {text} NOT NULL UNIQUE,
    title {text} NOT NULL,
    title_en {text} NOT NULL,
    kind {text} NOT NULL CHECK (kind IN ('COORDINATION', 'SOCIALISATION', 'LAUNCH', 'STATEMENT', 'CIRCULAR')),
    state {text} NOT NULL CHECK (state IN ('CALLED', 'HELD', 'MINUTED', 'APPROVED', 'PUBLISHED')),
    held_on DATE NOT NULL,
    date_precision {text} NOT NULL CHECK (date_precision IN ('DAY', 'MONTH', 'YEAR')),
    place {text},
    chair {text},
    summary {text} NOT NULL,
    summary_en {text} NOT NULL,
    previous_id BIGINT REFERENCES meeting (id) DEFERRABLE INITIALLY DEFERRED,
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX meeting_previous_id ON meeting (previous_id);
CREATE INDEX meeting_source_id ON meeting (source_id);
CREATE INDEX meeting_by_held_on ON meeting (held_on);

-- A party that attended a meeting.
CREATE TABLE attendance (
    id {id},
    key {text} NOT NULL UNIQUE,
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    stakeholder_id BIGINT REFERENCES stakeholder (id),
    agency_id BIGINT REFERENCES agency (id),
    party {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX attendance_meeting_id ON attendance (meeting_id);
CREATE INDEX attendance_stakeholder_id ON attendance (stakeholder_id);
CREATE INDEX attendance_agency_id ON attendance (agency_id);
CREATE INDEX attendance_source_id ON attendance (source_id);
CREATE INDEX attendance_by_party ON attendance (party);

-- A decision of a meeting.
CREATE TABLE decision (
    id {id},
    key {text} NOT NULL UNIQUE,
    meeting_id BIGINT NOT NULL REFERENCES meeting (id),
    number INTEGER NOT NULL,
    text {text} NOT NULL,
    text_en {text} NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    UNIQUE (meeting_id, number),
    CONSTRAINT number_starts_at_one CHECK (number >= 1)
);
CREATE INDEX decision_meeting_id ON decision (meeting_id);
CREATE INDEX decision_source_id ON decision (source_id);
CREATE INDEX decision_by_number ON decision (number);

-- What somebody has to do because of a decision.
CREATE TABLE action_item (
    id {id},
    key {text} NOT NULL UNIQUE,
    decision_id BIGINT NOT NULL REFERENCES decision (id),
    agency_id BIGINT REFERENCES agency (id),
    village_id BIGINT REFERENCES region (id),
    title {text} NOT NULL,
    title_en {text} NOT NULL,
    due_on DATE,
    original_due_on DATE,
    state {text} NOT NULL CHECK (state IN ('OPEN', 'IN_PROGRESS', 'DONE', 'VERIFIED', 'POSTPONED')),
    completed_on DATE,
    evidence {text},
    evidence_en {text},
    postponed_reason {text},
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT postponed_keeps_the_old_date_and_a_reason CHECK (state <> 'POSTPONED' OR (postponed_reason IS NOT NULL AND original_due_on IS NOT NULL)),
    CONSTRAINT done_has_a_date_of_completion CHECK ((state IN ('DONE', 'VERIFIED')) = (completed_on IS NOT NULL))
);
CREATE INDEX action_item_decision_id ON action_item (decision_id);
CREATE INDEX action_item_agency_id ON action_item (agency_id);
CREATE INDEX action_item_village_id ON action_item (village_id);
CREATE INDEX action_item_source_id ON action_item (source_id);
CREATE INDEX action_item_by_due_on ON action_item (due_on);
CREATE INDEX action_item_by_state ON action_item (state);
