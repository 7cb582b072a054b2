"""Where rows meet keys: what seals into a case file, and what opens one. Knows no request."""
