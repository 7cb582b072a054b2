"""Cases as files for others, an older register as cases, and who may have what. Pure."""
