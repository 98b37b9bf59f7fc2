"""Networks, their normalisation, and the file that holds both."""
