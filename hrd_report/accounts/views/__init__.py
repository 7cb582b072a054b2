"""The pages of staff accounts. Each module is one subject; none holds a rule."""
