"""Connected parts of a class raster, found strip by strip: ``strips``, ``labelling``, ``graph``, then ``merging``."""
