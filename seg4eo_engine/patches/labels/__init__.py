"""Labels in all their forms: rasters of class values, masks of colours, polygons."""
