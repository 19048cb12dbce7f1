"""The rules of `check` that need more than one file's words: the skin, or all muscles together."""

from atlas.checks.body import body_faults
from atlas.checks.pages import page_faults
from atlas.checks.pain import pain_faults
from atlas.checks.places import muscle_faults
from atlas.checks.whole import whole_faults

__all__ = ["body_faults", "muscle_faults", "page_faults", "pain_faults", "whole_faults"]
