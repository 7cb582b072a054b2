"""What stands inside sealed items: the shapes of their words. Seals, opens and keeps nothing."""
