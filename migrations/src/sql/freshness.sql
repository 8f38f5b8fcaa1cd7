-- Gateways that answer from memory, each until its lease ends: a write is acknowledged when all of them have seen it.
-- Milliseconds since 1970 by the clock of the database.
CREATE TABLE gateway_lease (
    id {text} PRIMARY KEY,
    seen_version BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
