-- Where money comes from.
CREATE TABLE funding_source (
    id {id},
    key {text} NOT NULL UNIQUE,
    name {text} NOT NULL,
    name_en {text},
    channel {text} NOT NULL CHECK (channel IN ('APBN', 'APBD_PROV', 'APBD_KAB', 'DANA_DESA', 'BLUD', 'BAZNAS', 'CSR', 'DONOR', 'NGO', 'COMMUNITY', 'CREDIT')),
    fund_kind {text} CHECK (fund_kind IN ('ZAKAT', 'INFAK', 'DSKL', 'GRANT', 'BANKEU', 'TJSLP', 'SWADAYA', 'LOAN')),
    stakeholder_id BIGINT REFERENCES stakeholder (id),
    agency_id BIGINT REFERENCES agency (id),
    source_id BIGINT NOT NULL REFERENCES source (id)
);
CREATE INDEX funding_source_stakeholder_id ON funding_source (stakeholder_id);
CREATE INDEX funding_source_agency_id ON funding_source (agency_id);
CREATE INDEX funding_source_source_id ON funding_source (source_id);
CREATE INDEX funding_source_by_name ON funding_source (name);
CREATE INDEX funding_source_by_channel ON funding_source (channel);

-- One row of the money ledger. Rows never change; a correction is a reversal with a reason.
CREATE TABLE ledger_transaction (
    id {id},
    key {text} NOT NULL UNIQUE,
    kind {text} NOT NULL CHECK (kind IN ('PLEDGE', 'COMMITMENT', 'DISBURSEMENT', 'EXPENDITURE', 'REVERSAL')),
    occurred_on DATE NOT NULL,
    date_precision {text} NOT NULL CHECK (date_precision IN ('DAY', 'MONTH', 'YEAR')),
    amount BIGINT,
    amount_state {text} NOT NULL CHECK (amount_state IN ('KNOWN', 'UNKNOWN')),
    value_kind {text} NOT NULL CHECK (value_kind IN ('CASH', 'IN_KIND', 'CREDIT')),
    quantity INTEGER,
    unit {text},
    funding_source_id BIGINT NOT NULL REFERENCES funding_source (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    programme_id BIGINT REFERENCES programme (id),
    need_id BIGINT REFERENCES need (id),
    receiver {text} NOT NULL,
    receiver_stakeholder_id BIGINT REFERENCES stakeholder (id),
    receiver_agency_id BIGINT REFERENCES agency (id),
    passes_on_id BIGINT REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
    reverses_id BIGINT REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
    reason {text},
    sector {text} CHECK (sector IN ('HOUSING', 'SANITATION', 'ENERGY', 'WATER', 'HEALTH', 'EDUCATION', 'LIVELIHOOD', 'SOCIAL_PROTECTION', 'INFRASTRUCTURE')),
    description {text} NOT NULL,
    evidence {text},
    source_id BIGINT NOT NULL REFERENCES source (id),
    CONSTRAINT amount_is_absent_exactly_when_unknown CHECK ((amount IS NULL) = (amount_state = 'UNKNOWN')),
    CONSTRAINT amount_is_not_negative CHECK (amount >= 0),
    CONSTRAINT a_reversal_names_what_it_reverses CHECK ((kind = 'REVERSAL') = (reverses_id IS NOT NULL)),
    CONSTRAINT a_reversal_has_a_reason CHECK (kind <> 'REVERSAL' OR reason IS NOT NULL),
    UNIQUE (reverses_id)
);
CREATE INDEX ledger_transaction_funding_source_id ON ledger_transaction (funding_source_id);
CREATE INDEX ledger_transaction_programme_id ON ledger_transaction (programme_id);
CREATE INDEX ledger_transaction_need_id ON ledger_transaction (need_id);
CREATE INDEX ledger_transaction_receiver_stakeholder_id ON ledger_transaction (receiver_stakeholder_id);
CREATE INDEX ledger_transaction_receiver_agency_id ON ledger_transaction (receiver_agency_id);
CREATE INDEX ledger_transaction_passes_on_id ON ledger_transaction (passes_on_id);
CREATE INDEX ledger_transaction_source_id ON ledger_transaction (source_id);
CREATE INDEX ledger_transaction_by_occurred_on_id ON ledger_transaction (occurred_on, id);
CREATE INDEX ledger_transaction_by_amount ON ledger_transaction (amount);
CREATE INDEX ledger_transaction_by_region_id_occurred_on_id ON ledger_transaction (region_id, occurred_on, id);
CREATE INDEX ledger_transaction_by_kind ON ledger_transaction (kind);
