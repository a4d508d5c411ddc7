"""Comparing two versions on more files than one machine reads: a job of plain data, and workers that know no more."""
