"""The engine as a child process: its environment, its life and death, what it says."""
