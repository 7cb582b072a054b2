"""Short constructors for what tests need often. Files a report the way the public door does."""
