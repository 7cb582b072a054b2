"""The operator's commands. Each one builds on the same actions as the pages."""
