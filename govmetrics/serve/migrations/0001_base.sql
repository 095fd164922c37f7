-- Organisers, activities, links, answers. Only what SQLite and PostgreSQL both know; times are ISO 8601 in UTC.
CREATE TABLE organisers (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, password TEXT NOT NULL, role TEXT NOT NULL,
  active BIGINT NOT NULL DEFAULT 1, created TEXT NOT NULL
);
CREATE TABLE sessions (
  token_hash TEXT PRIMARY KEY, organiser TEXT NOT NULL REFERENCES organisers (id) ON DELETE CASCADE,
  csrf TEXT NOT NULL, expires TEXT NOT NULL
);
CREATE TABLE audit_log (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE TABLE activities (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL,
  title TEXT NOT NULL, purpose TEXT NOT NULL, consent TEXT NOT NULL, contact TEXT NOT NULL, retention_days BIGINT NOT NULL,
  opens TEXT, closes TEXT, editable BIGINT NOT NULL DEFAULT 0, settings TEXT NOT NULL,
  created TEXT NOT NULL, created_by TEXT NOT NULL, closed TEXT
);
-- One row for each invitation. In anonymous activities a row tells that it was used, never when and never for what.
CREATE TABLE links (
  id TEXT PRIMARY KEY, activity TEXT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
  token_hash TEXT UNIQUE, expires TEXT, status TEXT NOT NULL, person TEXT NOT NULL, contact TEXT NOT NULL,
  attributes TEXT NOT NULL, issued BIGINT NOT NULL DEFAULT 1
) UNORDERED;
CREATE INDEX links_activity ON links (activity);
-- One row for each answer. In anonymous activities without link and without any time finer than the day.
CREATE TABLE responses (
  id TEXT PRIMARY KEY, activity TEXT NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
  link TEXT UNIQUE REFERENCES links (id) ON DELETE CASCADE, day TEXT NOT NULL, at TEXT, content TEXT NOT NULL
) UNORDERED;
CREATE INDEX responses_activity ON responses (activity);
-- What a named person has filled in and not yet sent.
CREATE TABLE drafts (
  link TEXT PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE, content TEXT NOT NULL, at TEXT NOT NULL
);
