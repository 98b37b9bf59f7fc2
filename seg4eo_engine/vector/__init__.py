"""Class maps as polygons: ``borders`` → ``arcs`` → ``simplification`` → ``rings``, strip by strip in ``outlines``.

A class map is a coverage: its polygons share borders. The borders are cut where three or more regions meet, and each
piece (an arc) is simplified once for both of its sides, so that no gap and no overlap can come of it. Arcs that run on
into the next strip wait for it, so that nothing is seen of how the map was cut.
"""
