"""Which combinations: qualitative comparative analysis."""

WORDS: dict[str, str] = {}
