"""Hand-outs as patients hold them: what the page says, what it shows, and that it always fits."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imsave
from numpy.typing import NDArray
from pypdf.generic import ArrayObject, DictionaryObject

from atlas.anatomy import SideChoice
from atlas.edition import Edition
from atlas.handout.errors import SheetError
from atlas.handout.nearer import nearer
from atlas.handout.paper import Paper, Pick, Section, Sheet
from atlas.handout.sheet import LEAST_CM, save_sheet, sheet_figure, sheet_page
from atlas.handout.words import words_of
from tests.handout.sheets import read_back, saved

INFRA_LEFT = Sheet((Pick("infraspinatus"),), SideChoice.LEFT)


def pixels(figure: Figure, dpi: int = 100) -> NDArray[np.uint8]:
    """A figure's pixels, RGB."""
    stream = io.BytesIO()
    figure.savefig(stream, format="rgba", dpi=dpi)
    width, height = (int(inches * dpi) for inches in figure.get_size_inches())
    flat: NDArray[np.uint8] = np.frombuffer(stream.getvalue(), np.uint8)
    return flat.reshape(height, width, 4)[..., :3]


def pictures(figure: Figure, dpi: int = 100) -> list[NDArray[np.int64]]:
    """The page's pictures of the body, cut out of the rendered page."""
    page = pixels(figure, dpi).astype(np.int64)
    height, width, _ = page.shape
    cut = []
    for axes in figure.axes:
        if axes.get_label() == "plate":
            box = axes.get_position()
            rows = slice(round((1 - box.y1) * height), round((1 - box.y0) * height))
            cut.append(page[rows, round(box.x0 * width) : round(box.x1 * width)])
    return cut


def red(picture: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a picture is the red of pain."""
    r, g, b = (picture[..., k] for k in range(3))
    found: NDArray[np.bool_] = (r > 120) & (r > 2.2 * g) & (r > 2.2 * b)
    return found


@pytest.fixture(scope="module")
def infra_left(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story's page, made once."""
    path = tmp_path_factory.mktemp("sheet") / "sheet.pdf"
    save_sheet(INFRA_LEFT, edition, path)
    return path


# What the page says and shows


def test_a_handout_for_the_left_says_left_and_tells_everything(edition: Edition, infra_left: Path) -> None:
    text, _ = read_back(infra_left)
    muscle = edition.library.muscles["infraspinatus"]
    assert "Infraspinatus, left side" in text
    assert "right side" not in text
    for told in (
        muscle.trigger_points[0].refers.patient,
        muscle.trigger_points[3].refers.patient,
        muscle.explain,
        *muscle.self_care,
        muscle.stretch.name,
        *muscle.stretch.steps,
        muscle.stretch.hold,
        "Patterns vary from person to person. For teaching, not for diagnosis.",
        "Simons et al. 1999",
        "Seen from behind and the left",
    ):
        assert told in text


def test_the_fonts_lie_in_the_file_and_the_page_is_the_paper(infra_left: Path) -> None:
    _, page = read_back(infra_left)
    assert [float(page.mediabox.width), float(page.mediabox.height)] == pytest.approx(Paper.A4.size, abs=0.5)
    resources = page["/Resources"]
    assert isinstance(resources, DictionaryObject)
    fonts = resources["/Font"]
    assert isinstance(fonts, DictionaryObject)
    assert fonts
    for name in fonts:
        font = fonts[name]
        assert isinstance(font, DictionaryObject)
        descendants = font["/DescendantFonts"]
        assert isinstance(descendants, ArrayObject)
        descendant = descendants[0].get_object()
        assert isinstance(descendant, DictionaryObject)
        assert str(descendant["/Subtype"]) == "/CIDFontType2", "TrueType, not drawn shapes"
        descriptor = descendant["/FontDescriptor"]
        assert isinstance(descriptor, DictionaryObject)
        assert "/FontFile2" in descriptor


@pytest.mark.parametrize("side", [SideChoice.LEFT, SideChoice.RIGHT])
def test_the_picture_shows_the_side(edition: Edition, side: SideChoice) -> None:
    figure, arrangement = sheet_page(Sheet((Pick("tibialis-anterior"),), side), edition)
    assert any(line.text == "Seen from the front" for line in arrangement.lines)
    picture = pictures(figure)[0]
    body = (picture < 245).any(axis=2)
    middle, pain = np.nonzero(body)[1].mean(), np.nonzero(red(picture))[1].mean()
    # From the front the patient's left is on the right of the picture.
    assert (pain > middle + 20) == (side is SideChoice.LEFT)
    axes = next(axes for axes in figure.axes if axes.get_label() == "plate")
    letters = {text.get_text(): text.get_position() for text in axes.texts}
    assert (letters["L"][0] > letters["R"][0]) is True


def test_letters_keep_off_the_crosses(edition: Edition) -> None:
    picks = tuple(Pick(name, "TrP1") for name in ("soleus", "gastrocnemius", "piriformis", "trapezius-upper"))
    figure = sheet_figure(Sheet(picks, SideChoice.BOTH), edition)
    for axes in figure.axes:
        if axes.get_label() == "plate":
            size = axes.get_window_extent().height
            scale = size / abs(axes.get_ylim()[0] - axes.get_ylim()[1])
            crosses = [np.mean(np.asarray(line.get_xydata()), axis=0) for line in axes.lines]
            for text in axes.texts:
                away = [float(np.linalg.norm(cross - np.array(text.get_position()))) for cross in crosses]
                # A second picture need not have a cross.
                assert min(away, default=np.inf) * scale > 6, "half a letter and half a cross, in points"


def test_left_and_right_are_mirror_images(edition: Edition) -> None:
    shapes = []
    for side in (SideChoice.LEFT, SideChoice.RIGHT):
        figure = sheet_figure(Sheet((Pick("infraspinatus"),), side, sections=()), edition)
        shapes.append([red(picture) for picture in pictures(figure)])
    assert len(shapes[0]) == len(shapes[1]) == 2, "the pain in front and the knot behind need a view each"
    for left, right in zip(*shapes, strict=True):
        assert left.any()
        # Spots of the stipple and half pixels differ a little.
        assert (left != right[:, ::-1]).mean() < 0.3 * left.mean()
        assert (left != right).mean() > 0.9 * left.mean()


def test_a_point_of_one_side_is_shown_and_named_there(edition: Edition, tmp_path: Path) -> None:
    text = saved(Sheet((Pick("rectus-abdominis", "TrP5"),), SideChoice.RIGHT), edition, tmp_path)
    assert "Rectus abdominis, left side" in text
    assert "on the left side only" in text
    assert "right side" not in text


def test_points_of_the_other_side_are_not_told(edition: Edition) -> None:
    muscle = edition.library.muscles["pectoralis-major"]
    for side, there in ((SideChoice.LEFT, False), (SideChoice.RIGHT, True), (SideChoice.BOTH, True)):
        words = words_of(muscle, None, side, (), edition.library.sources)
        assert any("Spot 9" in block.text for block in words.felt) is there


def test_one_point_alone_is_told_alone(edition: Edition, tmp_path: Path) -> None:
    text = saved(Sheet((Pick("infraspinatus", "TrP4"),), SideChoice.RIGHT), edition, tmp_path)
    assert "Spot 4" in text
    assert "inner edge of the shoulder blade" in text
    assert "Spot 1" not in text
    assert "TrP" not in text, "a patient's page counts spots"


def test_black_and_white_tells_solid_from_dots(edition: Edition) -> None:
    figure = sheet_figure(Sheet((Pick("piriformis"),), sections=()), edition)
    picture = pictures(figure, 200)[0]
    grey = picture @ np.array([0.299, 0.587, 0.114])
    scene, muscle = edition.scene(), edition.library.muscles["piriformis"]
    shown = scene.show(edition.pattern("piriformis"), None, SideChoice.RIGHT, muscle.depth)
    (view,) = nearer(scene, shown, [scene.best_view(shown)], LEAST_CM)
    camera = view.camera(picture.shape[1], picture.shape[0])
    xy, _ = camera.project(scene.fine.points)
    clear = (scene.fine.normals @ camera.toward > 0.5) & (shown.belly > 1)
    clear &= (xy > 12).all(axis=1) & (xy < np.array([camera.width, camera.height]) - 12).all(axis=1)
    inside = {
        "solid": clear & (shown.essential < -1),
        "dots": clear & (shown.spillover < -1) & (shown.essential > 1),
        "skin": clear & (shown.essential > 2) & (shown.spillover > 1) & (shown.spillover < 2.4),
    }
    light, rough = {}, {}
    for name, where in inside.items():
        assert where.sum() > 20, name
        at = xy[where].astype(int)
        # A patch of a few millimetres round each vertex.
        patches = np.stack([grey[at[:, 1] + dy, at[:, 0] + dx] for dy in range(-8, 9, 2) for dx in range(-8, 9, 2)])
        light[name], rough[name] = np.median(patches.mean(axis=0)), np.median(patches.std(axis=0))
    assert light["solid"] < light["dots"] - 25, light
    assert rough["dots"] > 3 * max(rough["solid"], rough["skin"]), rough


def test_the_same_order_makes_the_same_file(edition: Edition, infra_left: Path, tmp_path: Path) -> None:
    save_sheet(INFRA_LEFT, edition, tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == infra_left.read_bytes()


def test_a_png_has_the_shape_of_the_paper(edition: Edition, tmp_path: Path) -> None:
    save_sheet(Sheet((Pick("soleus", "TrP1"),)), edition, tmp_path / "sheet.png")
    width, height = struct.unpack(">II", (tmp_path / "sheet.png").read_bytes()[16:24])
    assert width > 1400
    assert height / width == pytest.approx(297 / 210, rel=0.01)


def test_the_clinics_own_words_are_printed_as_they_are(edition: Edition, tmp_path: Path) -> None:
    imsave(tmp_path / "logo.png", np.full((40, 90, 3), 0.2))
    sheet = Sheet(
        (Pick("soleus", "TrP1"),),
        clinic="Praxis Übergröße & Söhne <b>",
        logo=tmp_path / "logo.png",
        lines=("It costs $5 or $10_000 {x}.", "Next visit: Tuesday"),
        date="12 May 2025",
    )
    text = saved(sheet, edition, tmp_path)
    for words in ("Praxis Übergröße & Söhne <b>", *sheet.lines, "12 May 2025"):
        assert words in text


def test_sections_come_in_the_order_that_was_asked_for(edition: Edition, tmp_path: Path) -> None:
    text = saved(Sheet((Pick("soleus"),), sections=(Section.STRETCH, Section.EXPLAIN)), edition, tmp_path)
    assert text.index("Stretch:") < text.index("What is behind it")
    assert "What you can do yourself" not in text
    assert "Ask your therapist" not in text, "what was not asked for is not missing"


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (Sheet(()), "one to 4 muscles, not 0"),
        (Sheet((Pick("soleus"),) * 5), "one to 4 muscles, not 5"),
        (Sheet((Pick("wing"),)), "no muscle 'wing'"),
        (Sheet((Pick("soleus", "TrP77"),)), "no point 'TrP77': it has TrP1"),
        (Sheet((Pick("soleus"),), body="giant"), "no body 'giant'"),
        (Sheet((Pick("soleus"),), lines=("word " * 3000,)), "too long for one page"),
        (Sheet((Pick("soleus"),), clinic="診療所"), "no letter for 診 療 所"),
        (Sheet((Pick("soleus"),), logo=Path("no-such-logo.png")), "cannot be read"),
    ],
)
def test_what_cannot_be_printed_is_said(edition: Edition, sheet: Sheet, told: str) -> None:
    with pytest.raises(SheetError, match=told):
        sheet_figure(sheet, edition)


def test_a_logo_that_is_none_is_refused(edition: Edition, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"
    for content, told in (
        (b"", "not a PNG"),
        (b"GIF89a" + b"x" * 40, "not a PNG"),
        (head + struct.pack(">II", 60_000, 60_000) + b"\x08\x02\x00\x00\x00", "too large"),
        (head + struct.pack(">II", 20, 20) + b"broken", "damaged"),
    ):
        logo.write_bytes(content)
        with pytest.raises(SheetError, match=told):
            sheet_figure(Sheet((Pick("soleus", "TrP1"),), logo=logo), edition)


def test_another_format_is_refused(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(SheetError, match=r"should end in one of"):
        save_sheet(INFRA_LEFT, edition, tmp_path / "sheet.docx")
