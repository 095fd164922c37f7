"""Does it spread: spatial analysis."""

WORDS: dict[str, str] = {}
