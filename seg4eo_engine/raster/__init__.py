"""Rasters on disk: their grid, their windows, their classes; reading and writing them in pieces."""
