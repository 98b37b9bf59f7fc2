"""A made-up landscape, to try everything else on."""
