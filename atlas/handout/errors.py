"""What goes wrong on the way to paper."""


class SheetError(ValueError):
    """A page cannot be made of what was asked for; the message says why in plain words."""
