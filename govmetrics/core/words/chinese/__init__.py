"""The Chinese of every template, a file for each room: ``WORDS = {English template: Chinese template}``."""
