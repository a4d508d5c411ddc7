"""Inputs read as columns: many cases at once, each checked as if it were read alone."""
