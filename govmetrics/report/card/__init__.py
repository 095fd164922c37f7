"""What is told of one unit: a file for each part of its card; `card.py` puts them together."""
