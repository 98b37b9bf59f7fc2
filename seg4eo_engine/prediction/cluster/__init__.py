"""Blocks of a map on a cluster: what runs there, who hands them out, and how a cluster is found or started."""
