-- SPDX-License-Identifier: Apache-2.0
-- version 1
CREATE TABLE asset (
    id           TEXT NOT NULL,
    version      BIGINT NOT NULL,
    name         TEXT NOT NULL,
    organisation TEXT NOT NULL,
    rating       TEXT NOT NULL,
    interim      TEXT NOT NULL,
    support      TEXT NOT NULL,
    author       TEXT NOT NULL,
    entry_us     BIGINT NOT NULL,
    until_us     BIGINT NOT NULL,
    PRIMARY KEY (id, version)
);
CREATE INDEX asset_current ON asset (until_us, id);
CREATE INDEX asset_organisation ON asset (organisation, until_us, id);
-- version 2
ALTER TABLE asset ADD COLUMN source TEXT NOT NULL DEFAULT '';
