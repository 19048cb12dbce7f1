"""The skin: the body mesh, places, zones, fibres and regions on it."""
