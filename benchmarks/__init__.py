"""Measurements and fitting, run by hand and by `make bench`."""
