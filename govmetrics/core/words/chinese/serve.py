"""Participation in a browser."""

WORDS: dict[str, str] = {}
