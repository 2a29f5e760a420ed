"""Training of the reading model; `python -m training --help`."""
