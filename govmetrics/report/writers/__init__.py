"""How the tables of results are written: one file a format, from the same chapter."""
