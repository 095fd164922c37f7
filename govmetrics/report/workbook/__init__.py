"""The workbook that an office works with: what stands on its sheets, and how they are written."""
