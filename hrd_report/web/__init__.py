"""The shell: sessions, guards, headers, limits, forms, errors. Knows no zone."""
