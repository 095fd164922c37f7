"""Stocks, flows and scenarios."""

WORDS: dict[str, str] = {}
