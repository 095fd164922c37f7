"""A record that nobody can change unseen."""

WORDS: dict[str, str] = {}
