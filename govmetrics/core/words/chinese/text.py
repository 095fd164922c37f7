"""Documents, rubrics and coding."""

WORDS: dict[str, str] = {}
