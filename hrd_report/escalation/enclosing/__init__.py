"""Evidence that goes with a notice: which may, under what, and its bytes. Seals by the vault."""
