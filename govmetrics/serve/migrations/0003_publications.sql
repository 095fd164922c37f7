-- What was published: files as they were then, each with its hash.
CREATE TABLE publications (id TEXT PRIMARY KEY, created TEXT NOT NULL, place BIGINT NOT NULL);
CREATE TABLE publication_files (
  publication TEXT NOT NULL REFERENCES publications (id) ON DELETE CASCADE, name TEXT NOT NULL, hash TEXT NOT NULL,
  content TEXT NOT NULL, PRIMARY KEY (publication, name)
);
