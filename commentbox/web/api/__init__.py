"""JSON for the embed and for other programs."""
