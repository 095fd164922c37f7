"""The report as a Word document, chapter by chapter."""
