"""What bench_prediction.py and seams.py measure with: scenes, models, ours, its peers, and the figures."""
