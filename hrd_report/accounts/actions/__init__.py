"""What can be done with people and keys. Reaches neither requests nor pages."""
