"""What analysts and the public read, in their language, from stored releases alone."""
