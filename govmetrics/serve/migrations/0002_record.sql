-- The record that nobody can change unseen: entries of the ledger, its key, and a salt for each answer that it covers.
CREATE TABLE ledger_leaves (
  place BIGINT PRIMARY KEY, leaf TEXT NOT NULL, hash TEXT NOT NULL, checkpoint TEXT NOT NULL
);
CREATE TABLE ledger_keys (name TEXT PRIMARY KEY, secret TEXT NOT NULL, public TEXT NOT NULL);
-- Erased with the answer: its hash in the ledger then says nothing of anybody.
CREATE TABLE response_salts (
  response TEXT PRIMARY KEY REFERENCES responses (id) ON DELETE CASCADE, salt TEXT NOT NULL
) UNORDERED;
