"""One dispute decision, ruled on by every engine: 12 facts, 13 rules, 20,000 cases."""
