"""The pages: those of people who answer, and those of organisers."""
