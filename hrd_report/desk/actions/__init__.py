"""What caseworkers can do with a case. Reaches neither requests nor pages, commits nothing."""
