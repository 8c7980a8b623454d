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

-- version 3
-- Where it stands: a building, a room, a region of a cloud.
ALTER TABLE asset ADD COLUMN site TEXT NOT NULL DEFAULT '';

-- To which networks an asset is attached, or was. at_us: since when it is on, or off.
CREATE TABLE asset_attachment (
    asset     TEXT NOT NULL,
    network   TEXT NOT NULL,
    version   BIGINT NOT NULL,
    connected BIGINT NOT NULL,
    evidence  TEXT NOT NULL,
    at_us     BIGINT NOT NULL,
    author    TEXT NOT NULL,
    entry_us  BIGINT NOT NULL,
    until_us  BIGINT NOT NULL,
    PRIMARY KEY (asset, network, version)
);
CREATE INDEX asset_attachment_current ON asset_attachment (asset, until_us, network);

-- version 4
-- How long it may be out of service; 0: nobody has said.
ALTER TABLE asset ADD COLUMN objective_us BIGINT NOT NULL DEFAULT 0;
