-- The first schema. Numbered files are never edited after a release; a change is a new file.

CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- One row each time the store was opened for writing: a restored copy lacks the later ones.
CREATE TABLE lineage(no INTEGER PRIMARY KEY, epoch BLOB NOT NULL UNIQUE, start_seq INTEGER NOT NULL);

CREATE TABLE scope(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Exact bytes of each Entity, once. NULL when it has ended. The small number keeps the log and the keys
-- small; ids come in nearly ascending, so that both trees stay dense.
CREATE TABLE entity(no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB);

-- The log, always compact: one row for each (scope, entity), moved to the end by each change.
CREATE TABLE log(scope INTEGER NOT NULL, seq INTEGER NOT NULL, entity INTEGER NOT NULL,
                 gone INTEGER NOT NULL, PRIMARY KEY(scope, seq)) WITHOUT ROWID;
CREATE UNIQUE INDEX log_by_entity ON log(entity, scope);

-- Look-up keys (domain/rules/keys.h).
CREATE TABLE key(name INTEGER NOT NULL, owner BLOB NOT NULL, entity INTEGER NOT NULL,
                 PRIMARY KEY(name, owner, entity)) WITHOUT ROWID;

-- Earlier versions, exact bytes.
CREATE TABLE history(entity INTEGER NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
                     PRIMARY KEY(entity, seq)) WITHOUT ROWID;

-- Who may read what, since when, until when.
CREATE TABLE scope_grant(person BLOB NOT NULL, scope INTEGER NOT NULL, since INTEGER NOT NULL,
                         until INTEGER, PRIMARY KEY(person, scope)) WITHOUT ROWID;

CREATE TABLE account(email TEXT PRIMARY KEY, person BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE code(email TEXT PRIMARY KEY, code_hash BLOB NOT NULL, expires INTEGER NOT NULL,
                  tries_left INTEGER NOT NULL, hour_began INTEGER NOT NULL,
                  asked_in_hour INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE device(no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, person BLOB NOT NULL,
                    name TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, signed_in INTEGER NOT NULL,
                    last_seen INTEGER NOT NULL, revoked INTEGER NOT NULL, last_number INTEGER NOT NULL);
CREATE INDEX device_by_person ON device(person);

CREATE TABLE outcome(device INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
                     outcome BLOB NOT NULL, PRIMARY KEY(device, number)) WITHOUT ROWID;
CREATE TABLE request(person BLOB NOT NULL, request_id TEXT NOT NULL, hash BLOB NOT NULL,
                     outcome BLOB NOT NULL, at INTEGER NOT NULL,
                     PRIMARY KEY(person, request_id)) WITHOUT ROWID;

CREATE TABLE blob(no INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
                  uploader BLOB NOT NULL, complete INTEGER NOT NULL, held_chunks BLOB NOT NULL);
CREATE TABLE blob_chunk(blob INTEGER NOT NULL, chunk INTEGER NOT NULL, data BLOB NOT NULL,
                        PRIMARY KEY(blob, chunk));
