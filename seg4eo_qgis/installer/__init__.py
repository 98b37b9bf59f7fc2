"""Gives the engine a Python of its own in the user's data folder; nothing of QGIS's own is touched.

``install.py`` is the recipe. All is done by programs in processes of their own (``runner.py``), under a lock, and a
folder is an engine only from the moment its marker is written, which is the last thing that happens to it.
"""
