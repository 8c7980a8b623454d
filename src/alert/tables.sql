-- SPDX-License-Identifier: Apache-2.0
-- version 1
CREATE TABLE alert (
    id           TEXT NOT NULL,
    version      BIGINT NOT NULL,
    watch        TEXT NOT NULL,
    finding      TEXT NOT NULL,
    rule         TEXT NOT NULL,
    title        TEXT NOT NULL,
    level        TEXT NOT NULL,
    entity       TEXT NOT NULL,
    organisation TEXT NOT NULL,
    detail       TEXT NOT NULL,
    state        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    first_us     BIGINT NOT NULL,
    last_us      BIGINT NOT NULL,
    hits         BIGINT NOT NULL,
    raised_us    BIGINT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX alert_current ON alert (until_us, raised_us, id);
CREATE INDEX alert_finding ON alert (watch, finding, until_us);
CREATE TABLE source (
    watch         TEXT NOT NULL,
    name          TEXT NOT NULL,
    version       BIGINT NOT NULL,
    state         TEXT NOT NULL,
    since_us      BIGINT NOT NULL,
    last_us       BIGINT NOT NULL,
    limit_seconds BIGINT NOT NULL,
    author        TEXT NOT NULL,
    entry_us      BIGINT NOT NULL,
    until_us      BIGINT NOT NULL,
    PRIMARY KEY (watch, name, version)
);
CREATE INDEX source_current ON source (until_us, watch, name);
-- version 2
CREATE TABLE suppression (
    id       TEXT NOT NULL,
    version  BIGINT NOT NULL,
    rule     TEXT NOT NULL,
    entity   TEXT NOT NULL,
    reason   TEXT NOT NULL,
    person   TEXT NOT NULL,
    from_us  BIGINT NOT NULL,
    end_us   BIGINT NOT NULL,
    hits     BIGINT NOT NULL,
    last_us  BIGINT NOT NULL,
    author   TEXT NOT NULL,
    entry_us BIGINT NOT NULL,
    until_us BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX suppression_current ON suppression (until_us, from_us, id);
-- version 3
ALTER TABLE alert ADD COLUMN found_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE alert ADD COLUMN type TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN ground TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN incident TEXT NOT NULL DEFAULT '';
ALTER TABLE alert ADD COLUMN decided_us BIGINT NOT NULL DEFAULT 0;
CREATE INDEX alert_incident ON alert (incident, until_us, decided_us, id);
CREATE INDEX alert_entity ON alert (entity, until_us, decided_us);
CREATE INDEX alert_outcome ON alert (outcome, until_us, decided_us);
-- version 4
ALTER TABLE suppression ADD COLUMN does TEXT NOT NULL DEFAULT 'suppress';
ALTER TABLE suppression ADD COLUMN field TEXT NOT NULL DEFAULT '';
ALTER TABLE suppression ADD COLUMN value TEXT NOT NULL DEFAULT '';
ALTER TABLE suppression ADD COLUMN least BIGINT NOT NULL DEFAULT 0;
ALTER TABLE suppression ADD COLUMN level TEXT NOT NULL DEFAULT '';
-- version 5
CREATE TABLE segment (
    store       TEXT NOT NULL,
    number      BIGINT NOT NULL,
    version     BIGINT NOT NULL,
    watch       TEXT NOT NULL,
    state       TEXT NOT NULL,
    root        TEXT NOT NULL,
    previous    TEXT NOT NULL,
    chain       TEXT NOT NULL,
    says        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    records     BIGINT NOT NULL,
    raw_bytes   BIGINT NOT NULL,
    first_us    BIGINT NOT NULL,
    last_us     BIGINT NOT NULL,
    sealed_us   BIGINT NOT NULL,
    reported_us BIGINT NOT NULL,
    author      TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    until_us    BIGINT NOT NULL,
    PRIMARY KEY (store, number, version)
);
CREATE INDEX segment_current ON segment (until_us, store, number);
CREATE INDEX segment_chain ON segment (until_us, chain, store, number);
-- version 6
CREATE TABLE work_watch (
    watch    TEXT NOT NULL,
    seen_us  BIGINT NOT NULL,
    began_us BIGINT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (watch)
);
