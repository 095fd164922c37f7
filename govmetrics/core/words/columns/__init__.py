"""What the columns of results are called, a file for each room: ``COLUMNS = {key: Term(English, Chinese, kind, ...)}``."""
