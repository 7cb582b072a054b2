"""Evidence as rows, words and options of pages. Opens and changes nothing."""
