"""Pages that tell what is in a dataset, how a training went, and how good a map is."""
