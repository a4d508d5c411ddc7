"""What impact and replay share where rows are ruled on in columns."""
