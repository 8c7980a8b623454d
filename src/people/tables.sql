-- SPDX-License-Identifier: Apache-2.0
-- Every table keeps versions: a version is what the house knew from entry_us up to until_us
-- (9223372036854775807: still). from_us up to to_us is when it holds in the world.

-- version 1
CREATE TABLE organisation (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  short_name TEXT NOT NULL,
  short_folded TEXT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  branch TEXT NOT NULL,
  type TEXT NOT NULL,
  parent TEXT NOT NULL,
  secretariat TEXT NOT NULL,
  has_scio BIGINT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX organisation_short ON organisation (short_folded)
  WHERE until_us = 9223372036854775807;
CREATE INDEX organisation_name ON organisation (name_folded);

CREATE TABLE organisation_binding (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  organisation TEXT NOT NULL,
  binding TEXT NOT NULL,
  basis TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL
);
CREATE INDEX organisation_binding_organisation ON organisation_binding (organisation, from_us);

CREATE TABLE person (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  name TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  organisation TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX person_name ON person (name_folded);

-- What a person signs in with. A hash that no longer serves is wiped.
CREATE TABLE person_password (
  person TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (person, version)
);

CREATE TABLE contact (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  owner TEXT NOT NULL,
  kind TEXT NOT NULL,
  address TEXT NOT NULL,
  address_folded TEXT NOT NULL,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL,
  verified_us BIGINT,
  verified_by TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX contact_owner ON contact (owner);
CREATE INDEX contact_address ON contact (address_folded);

CREATE TABLE role_assignment (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  person TEXT NOT NULL,
  holding TEXT NOT NULL,
  rank BIGINT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL,
  basis TEXT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX role_assignment_role ON role_assignment (role, organisation);
CREATE INDEX role_assignment_person ON role_assignment (person);

CREATE TABLE absence (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  person TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX absence_person ON absence (person, from_us);

CREATE TABLE case_grant (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  incident TEXT NOT NULL,
  person TEXT NOT NULL,
  role TEXT NOT NULL,
  ground TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL
);
CREATE INDEX case_grant_person ON case_grant (person, incident);

-- Sessions of people (kind session) and tokens for programs (kind program). until_us: when it was
-- ended; expires_us: when it ends by itself. The token is nowhere, only its SHA-256.
CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  token_sha256 TEXT NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  expires_us BIGINT NOT NULL
);
CREATE UNIQUE INDEX session_token ON session (token_sha256);
CREATE INDEX session_person ON session (person);

-- Failed sign-ins, by the SHA-256 of the name that was typed: people type passwords there too.
CREATE TABLE work_sign_in (
  name_sha256 TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL,
  last_us BIGINT NOT NULL
);

-- version 2
-- The lists that a case stands in: "all", "organisation:ID" of each affected body and those above it, and
-- "person:ID" of whoever was let in. A list only says where to look; can() says what is seen.
CREATE TABLE case_list (
  scope TEXT NOT NULL,
  sort_us BIGINT NOT NULL,
  incident TEXT NOT NULL,
  PRIMARY KEY (scope, incident)
);
CREATE INDEX case_list_sort ON case_list (scope, sort_us, incident);

-- version 3
-- A role on one case; what an absence corrects; and the shifts of a roster.
ALTER TABLE role_assignment ADD COLUMN incident TEXT NOT NULL DEFAULT '';
CREATE INDEX role_assignment_place ON role_assignment (role, organisation, incident);

ALTER TABLE absence ADD COLUMN corrects TEXT NOT NULL DEFAULT '';

CREATE TABLE shift (
  id TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  person TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  to_us BIGINT NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE INDEX shift_role ON shift (role, organisation, from_us);
CREATE INDEX shift_person ON shift (person, from_us);

-- When a session or token was last used, to the minute.
CREATE TABLE work_session (
  session TEXT NOT NULL PRIMARY KEY,
  used_us BIGINT NOT NULL
);

-- version 4
-- How a grant came to be: rule, hand (somebody gave it), named (on the list of a restricted case), emergency. author:
-- who gave it.
ALTER TABLE case_grant ADD COLUMN kind TEXT NOT NULL DEFAULT 'rule';
ALTER TABLE case_grant ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE case_grant ADD COLUMN end_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX case_grant_incident ON case_grant (incident, person);

-- A case that only named people may see, and those whose role sees everything.
CREATE TABLE case_restriction (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  incident TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL
);
CREATE INDEX case_restriction_incident ON case_restriction (incident, until_us);

-- A suspect: never sees the case, nor that there is one, whatever the role.
CREATE TABLE case_exclusion (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  incident TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  author TEXT NOT NULL
);
CREATE INDEX case_exclusion_incident ON case_exclusion (incident, until_us);

-- version 5
-- An absence is called by the id of what was entered first, whatever was corrected since.
ALTER TABLE absence ADD COLUMN root TEXT NOT NULL DEFAULT '';
CREATE INDEX absence_root ON absence (root);

-- How a role that must not stay empty stands at a place: filled, acting, absent (too long), vacant. next_us: when time
-- alone may change that, or 9223372036854775807. role_clock: up to when the passing of time was heard.
CREATE TABLE role_state (
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  state TEXT NOT NULL,
  since_us BIGINT NOT NULL,
  next_us BIGINT NOT NULL,
  PRIMARY KEY (role, organisation, version)
);
CREATE INDEX role_state_next ON role_state (until_us, next_us);

CREATE TABLE role_clock (
  id BIGINT NOT NULL PRIMARY KEY,
  done_us BIGINT NOT NULL
);

CREATE INDEX role_assignment_from ON role_assignment (until_us, from_us);
CREATE INDEX role_assignment_to ON role_assignment (until_us, to_us);
CREATE INDEX person_from ON person (until_us, from_us);
CREATE INDEX person_to ON person (until_us, to_us);
CREATE INDEX absence_from ON absence (until_us, from_us);
CREATE INDEX absence_to ON absence (until_us, to_us);
CREATE INDEX shift_from ON shift (until_us, from_us);
CREATE INDEX shift_to ON shift (until_us, to_us);

-- version 6
-- Who read what of the cases, and who was refused it; strangers are counted. Written in batches, each of which
-- stands in the ledger with the hash of its lines.
CREATE TABLE read_log (
  id TEXT NOT NULL PRIMARY KEY,
  batch TEXT NOT NULL,
  at_us BIGINT NOT NULL,
  person TEXT NOT NULL,
  capacity TEXT NOT NULL,
  action TEXT NOT NULL,
  incident TEXT NOT NULL,
  asked TEXT NOT NULL,
  outcome TEXT NOT NULL,
  shown BIGINT NOT NULL,
  entry_us BIGINT NOT NULL
);
CREATE INDEX read_log_incident ON read_log (incident, at_us, id);
CREATE INDEX read_log_person ON read_log (person, at_us, id);
-- append only: read_log

-- version 7
-- Second factors: sealed is the shared secret in AES-256-GCM under the house's sealing key, in base64; wiped when it ends.
-- confirmed: a first code was right. Recovery codes are kept as SHA-256 of 80 random bits, and wiped when used.
CREATE TABLE person_totp (
  person TEXT NOT NULL,
  version BIGINT NOT NULL,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  sealed TEXT NOT NULL,
  confirmed BIGINT NOT NULL,
  PRIMARY KEY (person, version)
);

CREATE TABLE person_recovery (
  id TEXT NOT NULL PRIMARY KEY,
  entry_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  person TEXT NOT NULL,
  code_sha256 TEXT NOT NULL
);
CREATE INDEX person_recovery_person ON person_recovery (person, until_us);

-- The last step whose code was used: none is used twice.
CREATE TABLE work_totp (
  person TEXT NOT NULL PRIMARY KEY,
  step BIGINT NOT NULL
);

ALTER TABLE session ADD COLUMN second_factor BIGINT NOT NULL DEFAULT 0;

-- version 8
-- For which organisation the role of a grant is held; empty where it was given by hand, or before this was kept: wherever the
-- role is held.
ALTER TABLE case_grant ADD COLUMN organisation TEXT NOT NULL DEFAULT '';

-- version 9
-- A password that was made for the person and shown to somebody (1) is to be changed at the first sign-in.
ALTER TABLE person_password ADD COLUMN given BIGINT NOT NULL DEFAULT 0;

-- version 10
-- Who tried a contact, by name: not always whoever says so here (verified_by).
ALTER TABLE contact ADD COLUMN verifier TEXT NOT NULL DEFAULT '';
