"""What is told and shown of a training while it runs."""
