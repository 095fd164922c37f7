"""How the tables of results are written: one file per format, from the same chapter."""
