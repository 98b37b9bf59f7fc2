"""The page that tells what is in a dataset, and what is wrong with it."""
