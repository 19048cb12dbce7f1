"""The Trigger Point Atlas: select a muscle knot and see on the body where its pain is felt."""

__version__ = "0.1.0"
