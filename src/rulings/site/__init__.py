"""A static site of policies: every version as a page in both languages, drawn and linked, read without a server."""

from rulings.site.catalogue import Catalogue, read_catalogue
from rulings.site.folder import Written, write_site
from rulings.site.pages import site_files

__all__ = ["Catalogue", "Written", "read_catalogue", "site_files", "write_site"]
