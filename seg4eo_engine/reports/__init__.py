"""Pages that tell what is in a dataset, and what is wrong with it."""
