"""Accuracy and speed in one run: `python -m bench` (or `make bench`)."""
