"""Did it work: policy evaluation."""

WORDS: dict[str, str] = {}
