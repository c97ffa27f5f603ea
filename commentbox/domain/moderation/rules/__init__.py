"""The rules, one file a subject. `ruleset.py` lists them in order."""
