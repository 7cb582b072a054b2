"""The pages of the public door, and its JSON twin. Thin: what they do stands in `actions`."""
