"""Runs the command: `python -m rulings`."""

from rulings.cli import main

if __name__ == "__main__":
    main()
