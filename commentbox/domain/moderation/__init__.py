"""How a comment is judged before it is published."""
