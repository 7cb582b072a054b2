"""What can be done at the public door. Reaches neither requests nor pages, and commits nothing."""
