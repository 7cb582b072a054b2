"""The pages of the statistics door, one module for each topic."""
