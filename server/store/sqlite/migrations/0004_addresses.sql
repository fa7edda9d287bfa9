-- A person's own address is looked up when it changes. The keys that came with this schema are given when the store
-- is opened and the row 'keys' in meta is behind (domain/rules/keys.h).
CREATE INDEX account_by_person ON account(person);
