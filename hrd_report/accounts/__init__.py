"""Staff: logging in is unwrapping a key. Learns and keeps no password."""
