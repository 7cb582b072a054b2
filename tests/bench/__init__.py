"""What is measured, each beside a floor measured in the same run. Asserts nothing."""
