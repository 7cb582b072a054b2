"""The tables and the selects over them. Keeps; cannot open anything."""
