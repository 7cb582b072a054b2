"""Sealed files in a folder or an object store. Sees only sealed bytes."""
