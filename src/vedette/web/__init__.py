"""The watch board in a browser: pages that are thin over one query layer, read-only, without anything from elsewhere."""

from vedette.web.serve import run

__all__ = ["run"]
