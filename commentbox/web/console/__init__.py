"""The console for moderators."""
