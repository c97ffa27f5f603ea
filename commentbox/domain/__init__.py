"""What a comment is and what is allowed. Pure: no web, no database, no clock."""
