-- Digests (domain/rules/digest.h), one row for each leaf that is not empty. Filled from what is there when the
-- store is opened and the row 'digests' is missing in meta.
CREATE TABLE digest(scope INTEGER NOT NULL, leaf INTEGER NOT NULL, sum BLOB NOT NULL,
                    PRIMARY KEY(scope, leaf)) WITHOUT ROWID;
