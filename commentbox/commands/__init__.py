"""Commands for operators that fill a file of their own; `cli.py` gathers them."""
