"""The window's widgets: every colour, key and text that the user meets."""
