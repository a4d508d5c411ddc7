"""The two ways in which a policy is run: the interpreter, which is the meaning, and compiled Python, which is fast."""
