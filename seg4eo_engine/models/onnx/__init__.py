"""Models as ONNX files: ours, written so that Deepness and other programs run them, and anybody's, read."""
