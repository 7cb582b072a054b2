"""The language room: catalogues, formats, languages. Knows no case, no page, no reference data."""
