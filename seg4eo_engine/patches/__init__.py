"""From scenes and labels to a dataset of patches. Free of torch."""
