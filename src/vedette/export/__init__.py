"""Rows in, bytes out: one module a format."""
