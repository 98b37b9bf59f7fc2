"""The sampling grid: cells over a raster, looked into and split."""
