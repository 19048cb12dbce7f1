"""The dataset: YAML in `content/` (docs/dataset-format.md), and how it becomes the atlas' own objects.

A file that is broken in any way is reported as faults with file, line and column, and never stops the others.
"""

from atlas.data.faults import DataPath, Fault, Severity
from atlas.data.library import Library, content_folder, read_library, read_muscle_file
from atlas.data.marked import Document, Marks, read_document
from atlas.data.pain_words import PainWords, read_pain_words
from atlas.data.rawtext import Unreadable

__all__ = [
    "DataPath",
    "Document",
    "Fault",
    "Library",
    "Marks",
    "PainWords",
    "Severity",
    "Unreadable",
    "content_folder",
    "read_document",
    "read_library",
    "read_muscle_file",
    "read_pain_words",
]
