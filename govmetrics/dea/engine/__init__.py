"""The linear programs of DEA, on arrays: docs/methods/dea_engine.md draws which file does what."""
