"""One module a peer; `prepare()` gives its contenders. Each does as its documentation advises for speed."""
