"""What runs the network: one small object for each inference library."""
