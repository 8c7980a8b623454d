-- SPDX-License-Identifier: Apache-2.0
-- What a later program brings, for the test of an upgrade.
-- version 1
CREATE TABLE next_thing (
  id TEXT PRIMARY KEY,
  entry_us BIGINT NOT NULL
);
