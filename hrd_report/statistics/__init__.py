"""Counts that name nobody. Reads no table but facts and its own releases."""
