"""Control charts, funnels, rates, forecasts and early warnings."""

WORDS: dict[str, str] = {}
