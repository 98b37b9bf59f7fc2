"""The page that tells how good a map or a model is."""
