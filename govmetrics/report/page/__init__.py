"""The page, chapter by chapter: one file a chapter, beside its template; `chapters.py` has their order."""
