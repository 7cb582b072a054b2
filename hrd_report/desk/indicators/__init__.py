"""What cases name in common: found in words and files, in normal forms, and weighed. Pure."""
