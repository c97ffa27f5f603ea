"""What readers see and change about themselves: plain pages under /account."""
