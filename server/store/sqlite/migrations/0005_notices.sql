-- Notices by mail: what each person was told of, and mails on their way. Who has an address when this schema comes is told
-- of what comes after it, and of nothing that came before.
CREATE TABLE notice_mark(person BLOB PRIMARY KEY, told_seq INTEGER NOT NULL, told_nth INTEGER NOT NULL,
                         told_ms INTEGER NOT NULL, soon_seq INTEGER NOT NULL, soon_nth INTEGER NOT NULL,
                         digest_due INTEGER NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX notice_mark_by_due ON notice_mark(due);
INSERT INTO notice_mark(person, told_seq, told_nth, told_ms, soon_seq, soon_nth, digest_due, due)
  SELECT DISTINCT a.person, s.seq, n.nth, 0, s.seq, n.nth, 0, 0
  FROM account a,
       (SELECT coalesce(max(value), 0) AS seq FROM meta WHERE name = 'last_seq') s,
       (SELECT coalesce(max(no), 0) AS nth FROM entity) n;

CREATE TABLE out_mail(no INTEGER PRIMARY KEY, person BLOB NOT NULL, message_id TEXT NOT NULL, subject TEXT NOT NULL,
                      body TEXT NOT NULL, html TEXT NOT NULL, made INTEGER NOT NULL, due INTEGER NOT NULL,
                      tries INTEGER NOT NULL);
CREATE INDEX out_mail_by_due ON out_mail(due);
