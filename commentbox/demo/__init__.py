"""A sample newspaper with a lively conversation, to try the box in one command."""
