"""A model of what this site's moderators remove, learnt from their own decisions."""
