"""Models of SemanticSeg4EO: networks of its own, and the way from its ``.pth`` files to our model files."""
