-- What can be found by words: one row per village, agency, stakeholder, programme, need and decision. Its texts are
-- copies; the gateway brings them up to date in the transaction that changes the originals.
CREATE TABLE search_entry (
    id {id},
    noun {text} NOT NULL CHECK (noun IN ('VILLAGE', 'AGENCY', 'STAKEHOLDER', 'PROGRAMME', 'NEED', 'DECISION')),
    village_id BIGINT UNIQUE REFERENCES region (id) ON DELETE CASCADE,
    agency_id BIGINT UNIQUE REFERENCES agency (id) ON DELETE CASCADE,
    stakeholder_id BIGINT UNIQUE REFERENCES stakeholder (id) ON DELETE CASCADE,
    programme_id BIGINT UNIQUE REFERENCES programme (id) ON DELETE CASCADE,
    need_id BIGINT UNIQUE REFERENCES need (id) ON DELETE CASCADE,
    decision_id BIGINT UNIQUE REFERENCES decision (id) ON DELETE CASCADE,
    title {text} NOT NULL,
    original {text} NOT NULL,
    words {text} NOT NULL,
    compact {text} NOT NULL,
    CONSTRAINT an_entry_stands_for_one_row CHECK (
        (CASE WHEN village_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN agency_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN stakeholder_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN need_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN decision_id IS NULL THEN 0 ELSE 1 END) = 1
    )
);
CREATE INDEX search_entry_by_title ON search_entry (title);
