"""The one layout of the files that authors write: the order of their keys and their spacing, comments kept."""

from rulings.formatting.files import Formatted, format_paths, write

__all__ = ["Formatted", "format_paths", "write"]
