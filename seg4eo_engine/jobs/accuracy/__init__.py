"""The ways in which accuracy is measured: a model on patches, a model on whole images, a finished map."""
