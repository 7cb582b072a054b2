"""What the pages of escalation are made of. Speaks HTTP, and decides nothing of its own."""
