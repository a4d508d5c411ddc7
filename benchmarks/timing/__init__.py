"""Timing engines side by side, and reporting it."""
