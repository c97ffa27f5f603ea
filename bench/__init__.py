"""Measures this checkout and writes the figures down: `python -m bench`."""
