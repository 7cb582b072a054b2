"""The audit as a hash tree: numbers, signs, verifies and proves rows. Adds none, opens no case."""
