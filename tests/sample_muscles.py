"""A few muscles made by hand, and the sources that they cite: tests need no dataset."""

from atlas.anatomy import (
    Anatomy,
    Area,
    Caution,
    CautionKind,
    Certainty,
    Citation,
    Depth,
    Differential,
    DifferentialKind,
    Effect,
    Frequency,
    Identifiers,
    Innervation,
    LandmarkPlace,
    Muscle,
    Needling,
    Referral,
    RegionZone,
    SatelliteLink,
    Satellites,
    Source,
    Stretch,
    TriggerPoint,
)

MANUAL = Citation("simons-1999", "Chapter 1")


def source(key: str, authors: str = "Simons DG, Travell JG", doi: str | None = None) -> Source:
    return Source(key, authors, f"A title of {key}", publisher="A Press", year=int(key.rsplit("-", 1)[1]), doi=doi)


SOURCES = {
    "simons-1999": source("simons-1999"),
    "kwon-2017": source("kwon-2017", "Kwon D", "10.1000/kwon"),
    "quintner-2015": source("quintner-2015", "Quintner JL, Bove GM, Cohen ML", "10.1093/quintner"),
    "rathbone-2017": source("rathbone-2017", "Rathbone ATL, Kumbhare DA", "10.1097/rathbone"),
    "dommerholt-2015": source("dommerholt-2015", "Dommerholt J, Gerwin RD"),
}


def trigger_point(point_id: str = "TrP1", name: str = "Upper, medial", effect: Effect = Effect.PAIN) -> TriggerPoint:
    return TriggerPoint(
        id=point_id,
        name=name,
        site=LandmarkPlace("acromion"),
        where=f"Where {point_id} lies.",
        palpation=f"Palpation of {point_id}.",
        twitch=f"Twitch of {point_id}.",
        refers=Referral(
            essential=(RegionZone("front-of-shoulder"),),
            spillover=(),
            felt_in_essential=("front-of-shoulder",),
            felt_in_spillover=(),
            clinician=f"Clinician pattern of {point_id}.",
            patient=f"Patient words of {point_id}.",
        ),
        certainty=Certainty.WELL_DOCUMENTED,
        certainty_note=f"Note on {point_id}.",
        frequency=Frequency(f"Frequency of {point_id}.", (Citation("kwon-2017"),)),
        sources=(MANUAL,),
        effect=effect,
    )


def muscle(
    muscle_id: str,
    name: str,
    area: Area = Area.SHOULDER,
    aliases: tuple[str, ...] = (),
    latin: str | None = None,
    points: tuple[TriggerPoint, ...] | None = None,
    explain: str = "A muscle has a sensitive spot.",
    satellites: Satellites | None = None,
) -> Muscle:
    return Muscle(
        id=muscle_id,
        name=name,
        latin=latin or f"musculus {name.lower()}",
        aliases=aliases,
        ids=Identifiers(fma="FMA:32546", uberon="UBERON:0001477"),
        region=area,
        depth=Depth.SUPERFICIAL,
        anatomy=Anatomy(
            "An origin.", "An insertion.", "An action.", Innervation("a nerve", ("C5", "C6")), "Relations."
        ),
        fibres=(),
        trigger_points=points or (trigger_point(), trigger_point("TrP2", "Upper, middle")),
        symptoms=("A symptom.",),
        activated_by=("A sudden grab.",),
        perpetuated_by=("Sleeping on it.",),
        satellites=satellites
        or Satellites((SatelliteLink("soleus", "Goes along."),), (SatelliteLink("not-here", "Comes first."),)),
        differential=(Differential("C5-C6 radiculopathy", DifferentialKind.NERVE_ROOT, "Neck movement brings it on."),),
        red_flags=("Chest tightness needs help at once.",),
        self_care=("Lean on a ball.",),
        stretch=Stretch("Arm across", ("Sit upright.", "Bring the arm across."), "Hold for 20 seconds."),
        in_clinic=("Sustained pressure.",),
        needling=Needling(
            "Needle toward the bone.",
            (Caution(CautionKind.PNEUMOTHORAX, "pleura and lung", "Near.", "Keep over the blade.", (MANUAL,)),),
        ),
        explain=explain,
        sources=(MANUAL,),
    )


MUSCLES = (
    muscle(
        "sternocleidomastoid-sternal",
        "Sternocleidomastoid, sternal division",
        Area.NECK,
        ("SCM", "sternomastoid"),
    ),
    muscle(
        "sternocleidomastoid-clavicular",
        "Sternocleidomastoid, clavicular division",
        Area.NECK,
        ("SCM", "sternomastoid"),
    ),
    muscle("trapezius-upper", "Trapezius, upper", Area.NECK, ("upper trap", "UT")),
    muscle("infraspinatus", "Infraspinatus", Area.SHOULDER, ("infra", "ISP")),
    muscle("deltoid", "Deltoid", Area.SHOULDER, ("delts",)),
    muscle("trapezius-lower", "Trapezius, lower", Area.BACK, ("lower trap", "LT")),
    muscle("quadratus-lumborum-deep", "Quadratus lumborum, deep", Area.BACK, ("QL",), "musculus quadratus lumborum"),
    muscle("piriformis", "Piriformis", Area.HIP, ("piri",)),
    muscle("tensor-fasciae-latae", "Tensor fasciae latae", Area.HIP, ("TFL",)),
    muscle("gluteus-medius", "Gluteus medius", Area.HIP, ("glute med",)),
    muscle("gluteus-minimus", "Gluteus minimus", Area.HIP, ("glute min",)),
    muscle("soleus", "Soleus", Area.LEG, ("SOL", "calf", "jogger's heel", "Fußstrecker")),
)


def many(count: int = 150) -> tuple[Muscle, ...]:
    """As many muscles as asked for, over all areas, with ids of their own."""
    areas = list(Area)
    return tuple(
        muscle(f"muscle-{k}", f"{MUSCLES[k % len(MUSCLES)].name} {k}", areas[k * len(areas) // count])
        for k in range(count)
    )
