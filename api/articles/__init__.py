"""Articles and their files, for those who may read them."""
