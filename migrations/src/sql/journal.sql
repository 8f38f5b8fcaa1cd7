-- One entry of the journal: who changed what, when and why.
CREATE TABLE revision (
    id {id},
    at {moment} NOT NULL,
    author {text} NOT NULL,
    action {text} NOT NULL CHECK (action IN ('IMPORT', 'SIMULATE', 'INSERT', 'UPDATE', 'DELETE')),
    noun {text} NOT NULL,
    record {text} NOT NULL,
    before {text},
    after {text},
    data_version BIGINT NOT NULL,
    request_id {text},
    reason {text}
);
CREATE INDEX revision_by_at ON revision (at);
CREATE INDEX revision_by_data_version ON revision (data_version);

-- The data version, raised by each write in its own transaction.
CREATE TABLE dataset_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    data_version BIGINT NOT NULL CHECK (data_version >= 0),
    changed_at {moment} NOT NULL
);
INSERT INTO dataset_state (id, data_version, changed_at) VALUES (1, 0, '2026-11-23T00:00:00+00:00');
