"""Diversity, participation, deliberation, capabilities and benefit sharing."""

WORDS: dict[str, str] = {}
