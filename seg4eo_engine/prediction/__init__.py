"""From a model and a scene of any size to a map, in bounded memory."""
