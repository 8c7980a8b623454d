-- SPDX-License-Identifier: Apache-2.0
-- version 1
-- Every pack that was ever in force, whole: an obligation keeps the hash of the one that made it.
CREATE TABLE policy_pack (
    hash     TEXT NOT NULL,
    from_us  BIGINT NOT NULL,
    entry_us BIGINT NOT NULL,
    files    TEXT NOT NULL,
    PRIMARY KEY (hash, from_us)
);
-- append only: policy_pack

-- What was answered to a request with an idempotency key; kept for a while, so that a retry is harmless.
CREATE TABLE kept_answer (
    actor    TEXT NOT NULL,
    action   TEXT NOT NULL,
    key      TEXT NOT NULL,
    hash     TEXT NOT NULL,
    answer   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    PRIMARY KEY (actor, action, key)
);
CREATE INDEX kept_answer_entry ON kept_answer (entry_us);

-- version 2
-- Each time that the clock was found to be set back: what the ledger's last entry says, and what the clock showed.
CREATE TABLE clock_alarm (
    last_ms  BIGINT PRIMARY KEY,
    shown_us BIGINT NOT NULL
);
-- append only: clock_alarm
