"""The third form of the algebra: many cases at once, in columns of NumPy. Needs the extra `columns`."""
