"""Cameras, the rasteriser, paint and plates: numpy only, no window."""
