"""The pages of the desk: thin, at module level. They open transactions and show results."""
