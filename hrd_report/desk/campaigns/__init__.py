"""What is seen when cases are looked at together: days, waves, counts. Pure."""
