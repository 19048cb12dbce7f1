"""The middle of the window: the body with its title above and its controls below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from atlas.anatomy import Muscle
from atlas.render.views import CLOSE_UPS, SIDES
from atlas.store.settings import BODIES
from atlas.ui import icons
from atlas.ui.actions import view_id
from atlas.ui.banner import Banner
from atlas.ui.body_view import BodyView
from atlas.ui.drag_handle import DragHandle
from atlas.ui.elided import ElidedLabel
from atlas.ui.layer_slider import LayerSlider

_ICON = QSize(20, 20)
_ROOMY = 580


class Stage(QWidget):
    """Banner, title row, body, control row."""

    def __init__(self, body: BodyView, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = body
        self._menus: list[QToolButton] = []
        self.banner = Banner(self)
        self.title = ElidedLabel(self)
        self.title.setProperty("look", "title")
        self.hint = ElidedLabel(self)
        self.hint.setProperty("look", "soft")
        # Where it is narrow the hint gives way first.
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(480)
        self.handle = DragHandle(self)
        self.layers = LayerSlider(actions, body)
        self.layers.move(12, 8)
        body.covers.append(self.layers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addLayout(self._head(actions))
        layout.addWidget(body, 1)
        layout.addLayout(self._foot(actions))

    def _head(self, actions: Mapping[str, QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(2)
        for name in ("pane.list", "go.back", "go.forward"):
            row.addWidget(self._button(actions[name]))
        row.addSpacing(10)
        row.addWidget(self.title)
        row.addSpacing(10)
        row.addWidget(self.hint, 1)
        for name in ("present.open", "handout.open"):
            row.addWidget(self._button(actions[name]))
        row.addWidget(self.handle)
        row.addWidget(self._button(actions["point.alone"]))
        row.addWidget(self._button(actions["pane.notes"]))
        return row

    def _foot(self, actions: Mapping[str, QAction]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(2)
        for name in ("auto", *SIDES):
            row.addWidget(self._button(actions[view_id(name)]))
        row.addWidget(self._menu("Close-up", "closeup", [actions[view_id(name)] for name in CLOSE_UPS]))
        row.addStretch(1)
        for name, words in (("right", "R"), ("left", "L"), ("both", "R + L")):
            actions[f"side.{name}"].setIconText(words)
            button = self._button(actions[f"side.{name}"])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self._menu("Body", "body", [actions[f"body.{name}"] for name in BODIES]))
        row.addWidget(self._button(actions["show.knots"]))
        return row

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setIconSize(_ICON)
        button.setAutoRaise(True)
        button.setMinimumSize(30, 30)
        button.setAccessibleName(action.text())
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the menus go without their words."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if roomy else Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._menus:
            button.setToolButtonStyle(style)

    def _menu(self, words: str, icon: str, choices: list[QAction]) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setIcon(icons.icon(icon))
        button.setIconSize(_ICON)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        button.setMinimumSize(30, 30)
        menu = QMenu(button)
        menu.addActions(choices)
        button.setMenu(menu)
        self._menus.append(button)
        return button

    def say(self, muscle: Muscle | None, point: str | None) -> None:
        """Name what is shown."""
        if muscle is None:
            self.title.setText("")
            self.hint.setText("")
            return
        one = muscle.point(point) if point else None
        self.title.setText(muscle.name)
        count = len(muscle.trigger_points)
        whole = {1: "1 trigger point", 2: "both trigger points"}.get(count, f"all {count} trigger points")
        self.hint.setText(f"{one.id}: {one.name}" if one else whole)
