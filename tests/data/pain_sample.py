"""Red flags and rivals beside the small library of tests/data/library, for the tests that break them."""

from __future__ import annotations

from pathlib import Path

FLAGS = """\
symptoms:
  fever: {clinician: fever or rigors, patient: Feeling hot}
  faint: {clinician: syncope, patient: Fainting}
flags:
  heart:
    title: Pain that may come from the heart
    urgency: emergency
    when:
      - regions: [front-of-shoulder, outer-arm]
        least_share: 0.2
        sides: left
        symptoms: [faint]
      - regions: [cheek]
    ask: [Does it come with effort?, Do you sweat?]
    do: Call the emergency services.
    patient: We ask about the heart first.
    sources: [kwon-2017]
  infection:
    title: Pain with fever
    urgency: same day
    when: [{symptoms: [fever]}]
    ask: [Is it warm?]
    do: See a doctor today.
    patient: We ask about fever first.
    sources: [simons-1999]
"""
JOINTS = """\
shoulder-joint:
  name: Shoulder joint
  kind: joint
  zones: [{spot: {at: deltoid-tuberosity, radius_cm: 3}}]
  felt_in: [outer-arm]
  tell_apart: It hurts in all directions.
  certainty: One study.
  sources: [kwon-2017]
"""
ROOTS = """\
# Nerve roots.
c5-root:
  name: C5 nerve root
  kind: nerve root
  zones:
    - spot: {at: acromion, radius_cm: 4}
    - region: shoulder-blade
  felt_in: [front-of-shoulder, shoulder-blade]
  tell_apart: Tingling.
  certainty: Maps differ.
  sources: [kwon-2017]
c6-root:
  name: C6 nerve root
  kind: nerve root
  zones: [{band: {through: [acromion, {between: [greater-tubercle, lateral-epicondyle], at: 0.5}], width_cm: 3}}]
  felt_in: [outer-arm]
  tell_apart: Weak biceps.
  certainty: Maps differ.
  sources: [simons-1999]
"""
FILES = {"red_flags.yaml": FLAGS, "rivals/joints.yaml": JOINTS, "rivals/roots.yaml": ROOTS}
EVERY_FLAG = ["heart", "infection"]
EVERY_RIVAL = ["shoulder-joint", "c5-root", "c6-root"]


def add_pain_words(folder: Path) -> Path:
    """Put the red flags and rivals, which have no fault, into a copy of the library."""
    (folder / "rivals").mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    return folder
