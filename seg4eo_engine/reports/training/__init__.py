"""The course of a training, as a table and as curves."""
