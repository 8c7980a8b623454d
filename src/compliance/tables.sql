-- SPDX-License-Identifier: Apache-2.0
-- version 1
-- What whoever has the authority directs. state: stands, or withdrawn.
CREATE TABLE direction (
    id          TEXT NOT NULL,
    version     BIGINT NOT NULL,
    says        TEXT NOT NULL,
    state       TEXT NOT NULL,
    reason      TEXT NOT NULL,
    by_us       BIGINT NOT NULL,
    given_us    BIGINT NOT NULL,
    author      TEXT NOT NULL,
    author_name TEXT NOT NULL,
    capacity    TEXT NOT NULL,
    entry_us    BIGINT NOT NULL,
    until_us    BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX direction_current ON direction (until_us, id);
-- To whom, and what became of it there. seen: when somebody confirmed that it was read.
CREATE TABLE direction_body (
    direction    TEXT NOT NULL,
    organisation TEXT NOT NULL,
    version      BIGINT NOT NULL,
    seen_us      BIGINT,
    seen_by      TEXT NOT NULL,
    done_us      BIGINT,
    done_by      TEXT NOT NULL,
    proof        TEXT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (direction, organisation, version)
);
CREATE INDEX direction_body_current ON direction_body (direction, until_us, organisation);
