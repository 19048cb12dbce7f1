"""The one table of everything that the user can do. Menus, keys, palette and shortcut sheet are made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QMenuBar, QWidget

from atlas.ui import icons


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing that the user can do.

    `menu` is the way to it (`View/Close-up`); `keys` are portable key sequences, the first one shown; the actions of
    a `group` exclude one another; `aliases` are further words that the palette finds it by.
    """

    id: str
    text: str
    menu: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    group: str | None = None
    checkable: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def can_be_checked(self) -> bool:
        """Whether it has an on and an off: by itself or as one of a group."""
        return self.checkable or self.group is not None


def view_id(name: str) -> str:
    """The id of the action that shows a view, by the view's own name."""
    return f"view.{name.replace('-', '_')}"


def _view(name: str, text: str, key: str, tip: str, icon: str = "closeup", *aliases: str) -> ActionSpec:
    menu = "View/Close-up" if icon == "closeup" else "View"
    return ActionSpec(f"view.{name}", text, menu, (key,), icon, tip, "view", aliases=aliases)


def _turn(way: str, tip: str) -> ActionSpec:
    return ActionSpec(
        f"view.turn_{way}", f"Turn {way}", "View/Turn", (f"Shift+{way.title()}",), tip=tip, aliases=("rotate",)
    )


def _body(name: str, text: str, tip: str, *aliases: str) -> ActionSpec:
    return ActionSpec(f"body.{name}", text, "Body", icon="body", tip=tip, group="body", aliases=aliases)


def _side(name: str, text: str, key: str, icon: str) -> ActionSpec:
    tip = f"Show the pattern on {text.lower()}"
    return ActionSpec(f"side.{name}", text, "Body", (key,), icon, tip, "side", aliases=("side", "laterality"))


def _tone(name: str, text: str) -> ActionSpec:
    tip = f"Show the body with {text.lower()} skin"
    return ActionSpec(f"tone.{name}", text, "Body/Skin", icon="body", tip=tip, group="tone", aliases=("colour", "tone"))


def _layer(name: str, text: str, tip: str, *aliases: str) -> ActionSpec:
    return ActionSpec(f"layer.{name}", text, "Layers", icon="layers", tip=tip, group="layer", aliases=aliases)


def _theme(name: str, text: str, tip: str, *aliases: str) -> ActionSpec:
    return ActionSpec(f"theme.{name}", text, "Window/Theme", icon="theme", tip=tip, group="theme", aliases=aliases)


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("plate.save", "Save the picture…", "File", ("Ctrl+S",), "save",
               "Save the body as it is shown, as a picture", aliases=("export", "plate", "png", "image")),
    ActionSpec("plate.export", "Export the picture…", "File", ("Ctrl+Shift+E",), "save",
               "Save the picture in a chosen size, for a page or a slide",
               aliases=("print size", "resolution", "300 dpi", "svg", "pdf", "teaching")),
    ActionSpec("plate.copy", "Copy the picture", "File", ("Ctrl+Shift+C",), "copy",
               "Put the body as it is shown on the clipboard", aliases=("plate", "clipboard", "image")),
    ActionSpec("plate.chart", "Save a chart…", "File", (), "save",
               "All patterns of a part of the body on sheets, for a wall",
               aliases=("poster", "wall chart", "region", "pdf", "teaching")),
    ActionSpec("app.quit", "Quit", "File", ("Ctrl+Q",), "", "Close the atlas", aliases=("exit", "close")),
    ActionSpec("pain.mode", "Where does it hurt?", "Pain", ("W",), "pain",
               "Paint where it hurts and see which muscles explain it", checkable=True,
               aliases=("find", "draw", "brush", "diagnose", "region", "symptom")),
    ActionSpec("pain.erase", "Eraser", "Pain", ("E",), "erase", "Take pain away with the brush", checkable=True,
               aliases=("rubber",)),
    ActionSpec("pain.undo", "Undo", "Pain", ("Ctrl+Z",), "undo", "Take the last stroke back"),
    ActionSpec("pain.redo", "Redo", "Pain", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo", "Have the stroke again"),
    ActionSpec("pain.clear", "Clear the drawing", "Pain", ("Ctrl+Backspace",), "clear",
               "Forget what was painted and named", aliases=("new patient", "reset")),
    ActionSpec("pain.compare", "Compare the answers", "Pain", ("C",), "compare",
               "The chosen answers, or the first three, side by side", aliases=("differential", "side by side")),
    ActionSpec("pain.wider", "Wider brush", "Pain", (".",), "", "A wider brush"),
    ActionSpec("pain.narrower", "Narrower brush", "Pain", (",",), "", "A narrower brush"),
    ActionSpec("pain.open", "Open a drawing…", "Pain", ("Ctrl+O",), "", "Show a drawing that was saved",
               aliases=("load",)),
    ActionSpec("pain.save", "Save the drawing…", "Pain", ("Ctrl+Shift+S",), "save",
               "Save the drawing as a small file without a name in it"),
    ActionSpec("go.back", "Back", "Go", ("Alt+Left",), "back", "Back to the muscle before", aliases=("history",)),
    ActionSpec("go.forward", "Forward", "Go", ("Alt+Right",), "forward", "Forward again", aliases=("history",)),
    ActionSpec("go.search", "Find a muscle", "Go", ("Ctrl+F", "/"), "search",
               "Type a name, an abbreviation or a misspelling", aliases=("search", "look up")),
    ActionSpec("list.filter", "Narrow the list", "Go", ("Ctrl+Shift+F",), "filter",
               "Only muscles of a region, nerve, root, caution or certainty", checkable=True,
               aliases=("filter", "region", "nerve", "root", "caution", "certainty", "dermatome", "myotome")),
    ActionSpec("go.palette", "Find a command", "Go", ("Ctrl+K",), "search",
               "Do anything by typing what it is called", aliases=("palette", "commands")),
    ActionSpec("go.next_muscle", "Next muscle", "Go", ("Ctrl+Down",), "", "The next muscle of the list"),
    ActionSpec("go.previous_muscle", "Previous muscle", "Go", ("Ctrl+Up",), "", "The muscle before in the list"),
    ActionSpec("point.next", "Next trigger point", "Go", ("N",), "point", "The muscle's next trigger point",
               aliases=("knot", "trp")),
    ActionSpec("point.previous", "Previous trigger point", "Go", ("P",), "point",
               "The muscle's trigger point before", aliases=("knot", "trp")),
    ActionSpec("point.alone", "One trigger point alone", "Go", ("A",), "alone",
               "Show one trigger point's pain, or that of the whole muscle", checkable=True,
               aliases=("whole muscle", "single", "knot", "isolate")),
    _view("auto", "Turn to the pattern", "Space", "Turn the body so that the pain is seen best", "auto",
          "automatic", "reset"),
    _view("front", "Front", "F", "See the body from the front", "front", "anterior"),
    _view("back", "Back of the body", "B", "See the body from behind", "back-view", "posterior", "behind", "dorsal"),
    _view("left", "Left side", "L", "See the body's left side", "left", "lateral"),
    _view("right", "Right side", "R", "See the body's right side", "right", "lateral"),
    _view("head", "Head", "1", "Come close to head and face", "closeup", "face", "jaw", "skull"),
    _view("neck_shoulder", "Neck and shoulder", "2", "Come close to neck and shoulder", "closeup",
          "cervical", "scapula"),
    _view("arm", "Arm", "3", "Come close to the arm", "closeup", "elbow", "forearm"),
    _view("hand", "Hand", "4", "Come close to the hand", "closeup", "wrist", "fingers", "thumb"),
    _view("trunk", "Trunk", "5", "Come close to chest, back and belly", "closeup", "chest", "back", "abdomen"),
    _view("hip", "Hip", "6", "Come close to hip and buttock", "closeup", "pelvis", "gluteal", "buttock"),
    _view("thigh", "Thigh", "7", "Come close to the thigh", "closeup", "hamstrings", "quadriceps"),
    _view("leg", "Lower leg", "8", "Come close to knee and calf", "closeup", "calf", "knee", "shin"),
    _view("foot", "Foot", "9", "Come close to the foot", "closeup", "ankle", "toes"),
    _view("sole", "Sole", "0", "See the sole of the foot", "closeup", "plantar", "heel"),
    _turn("left", "Turn the body a little to the left"),
    _turn("right", "Turn the body a little to the right"),
    _turn("up", "Tilt the body so that it is seen more from above"),
    _turn("down", "Tilt the body so that it is seen more from below"),
    ActionSpec("view.zoom_in", "Zoom in", "View", ("+", "="), "zoom-in", "Come closer", aliases=("larger", "magnify")),
    ActionSpec("view.zoom_out", "Zoom out", "View", ("-",), "zoom-out", "Go farther away", aliases=("smaller",)),
    _body("male", "Man", "Show the pattern on a young, muscular man", "male"),
    _body("female", "Woman", "Show the pattern on a young, muscular woman", "female"),
    _body("male-old", "Old man", "Show the pattern on an old man", "male", "elderly"),
    _body("female-old", "Old woman", "Show the pattern on an old woman", "female", "elderly"),
    _body("male-heavy", "Heavy man", "Show the pattern on a heavy man", "male", "large"),
    _body("female-slight", "Slight woman", "Show the pattern on a slight woman", "female", "slim", "small"),
    _tone("light", "Light"),
    _tone("tan", "Tan"),
    _tone("brown", "Brown"),
    _tone("dark", "Dark"),
    ActionSpec("body.modest", "Clothed", "Body", (), "body", "Let the body wear plain cloth", checkable=True,
               aliases=("modesty", "briefs", "clothes")),
    _side("right", "The right side", "Shift+R", "right"),
    _side("left", "The left side", "Shift+L", "left"),
    _side("both", "Both sides", "Shift+B", "side-both"),
    ActionSpec("show.knots", "Show all knots", "Body", ("K",), "knots",
               "Mark every trigger point of the atlas on the body", checkable=True,
               aliases=("trigger points", "markers", "dots")),
    _layer("skin", "Skin", "Show the body in its skin, with the chosen muscle alone", "no muscles"),
    _layer("superficial", "Superficial", "Show the muscles under the skin", "muscles", "anatomy", "outer"),
    _layer("intermediate", "Intermediate", "Take the superficial muscles away", "muscles", "anatomy", "middle"),
    _layer("deep", "Deep", "Show the deep muscles alone", "muscles", "anatomy", "inner"),
    ActionSpec("layers.deeper", "One layer deeper", "Layers", ("]",), "layers", "Take one layer of the body away",
               aliases=("peel", "muscles", "dissect")),
    ActionSpec("layers.shallower", "One layer back", "Layers", ("[",), "layers", "Lay one layer of the body on again",
               aliases=("muscles", "skin")),
    ActionSpec("layers.names", "Names of the muscles", "Layers", ("M",), "layers",
               "Write its name beside each muscle that a layer shows", checkable=True, aliases=("labels", "annotate")),
    ActionSpec("pane.list", "List of muscles", "Window", ("F9",), "list", "Open or fold the list", checkable=True,
               aliases=("sidebar", "column", "hide")),
    ActionSpec("pane.notes", "Notes", "Window", ("F10",), "notes", "Open or fold the notes", checkable=True,
               aliases=("sidebar", "column", "hide")),
    _theme("system", "As the system", "Light or dark as the system is", "automatic"),
    _theme("light", "Light", "Dark text on light ground", "day", "bright"),
    _theme("dark", "Dark", "Light text on dark ground", "night"),
    ActionSpec("motion.reduce", "Reduce motion", "Window", (), "", "Change the picture at once, without movement",
               checkable=True, aliases=("animation", "accessibility")),
    ActionSpec("present.open", "Show the patient", "Patient", ("F5",), "present",
               "A second window with the pattern, large and in plain words", aliases=("presenter", "explain")),
    ActionSpec("present.keep", "Keep this pattern beside the next", "Patient", ("Shift+K",), "",
               "Show several patterns at once in the patient's window", aliases=("composite", "together")),
    ActionSpec("handout.open", "Hand out a page…", "Patient", ("Ctrl+P",), "page",
               "One page for the patient: the picture, plain words, what to do at home",
               aliases=("print", "pdf", "handout", "leaflet", "sheet", "home exercise")),
    ActionSpec("study.open", "Study the patterns", "Study", ("F3",), "study",
               "Questions on the patterns, asked again before they are forgotten",
               aliases=("learn", "quiz", "exam", "practise", "cards", "anki", "flashcards")),
    ActionSpec("learn.open", "Learn", "Help", ("F2",), "learn",
               "Read on trigger points, pain that travels and dry needling",
               aliases=("read", "pages", "studies", "evidence", "dry needling")),
    ActionSpec("help.shortcuts", "Keys", "Help", ("F1", "?"), "help", "Every key on one sheet",
               aliases=("shortcuts", "keyboard", "help")),
    ActionSpec("help.problems", "Faults of the dataset", "Help", (), "warning",
               "What is wrong in the muscles' files, line by line", aliases=("problems", "errors", "check")),
    ActionSpec("help.copy_diagnostics", "Copy diagnostics", "Help", (), "copy",
               "Put versions, system and log on the clipboard, for a report",
               aliases=("bug", "report", "versions", "debug")),
    ActionSpec("help.about", "About the atlas", "Help", (), "help", "Version, licences and what the atlas rests on",
               aliases=("version", "licence", "credits")),
)  # fmt: skip

_ROLES = {"app.quit": QAction.MenuRole.QuitRole, "help.about": QAction.MenuRole.AboutRole}


def build(parent: QWidget) -> dict[str, QAction]:
    """The table's actions by id, living in `parent`; their keys work wherever its window has the focus."""
    groups: dict[str, QActionGroup] = {}
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tool_tip(spec))
        action.setStatusTip(spec.tip)
        action.setCheckable(spec.can_be_checked)
        action.setMenuRole(_ROLES.get(spec.id, QAction.MenuRole.NoRole))
        if spec.icon:
            action.setIcon(icons.icon(spec.icon))
            action.setIconVisibleInMenu(False)
        if spec.group is not None:
            groups.setdefault(spec.group, QActionGroup(parent)).addAction(action)
        parent.addAction(action)
        made[spec.id] = action
    _KeyGuard(parent)
    return made


def fill_menu_bar(menu_bar: QMenuBar, actions: Mapping[str, QAction]) -> None:
    """Put the actions under their menus, with a line wherever the subject changes."""
    menus: dict[str, QMenu] = {}
    last: dict[str, str] = {}
    for spec in ACTIONS:
        menu = _menu(menu_bar, menus, spec.menu)
        subject = spec.group or spec.id.split(".")[0]
        if last.get(spec.menu, subject) != subject:
            menu.addSeparator()
        last[spec.menu] = subject
        menu.addAction(actions[spec.id])


def tool_tip(spec: ActionSpec) -> str:
    """What an action does, and its key."""
    key = shown_key(spec.keys[0]) if spec.keys else ""
    return f"{spec.tip} ({key})" if key else spec.tip


def shown_key(key: str) -> str:
    """A key sequence as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def _menu(menu_bar: QMenuBar, menus: dict[str, QMenu], way: str) -> QMenu:
    if way not in menus:
        above, _, title = way.rpartition("/")
        if above:
            parent = _menu(menu_bar, menus, above)
            menus[way] = parent.addMenu(title)
        else:
            menus[way] = menu_bar.addMenu(f"&{title}")
    return menus[way]


class _KeyGuard(QObject):
    """Leaves the space bar to the button that has the focus. Text fields keep their letters by themselves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._watched: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and old is self._watched:
            old.removeEventFilter(self)
        self._watched = new if isinstance(new, QAbstractButton) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the space bar before it becomes a shortcut."""
        is_space = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        )
        if is_space:
            event.accept()
            return True
        return super().eventFilter(watched, event)
