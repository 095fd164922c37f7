"""Networks of actors: trust and cooperation."""

WORDS: dict[str, str] = {}
