"""What people do with the box, one use case a file."""
