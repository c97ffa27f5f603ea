"""Files of other comment systems in, `domain.dump` records out."""
