"""What another version would change: past cases ruled under two versions of a policy, and compared."""
