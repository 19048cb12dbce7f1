"""The user's own settings, and the folders that the atlas may write to."""
