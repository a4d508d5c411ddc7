"""What can be said of a policy for all cases at once."""
