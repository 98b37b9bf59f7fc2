"""The job ``extractpatches``: from its fields to the patches layer, in this process or by workers of a cluster."""
