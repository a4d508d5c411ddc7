"""Rules on past cases again: many of them, in order, with what went wrong put aside."""
