"""The look in force: which tokens, palette and style sheet the application wears, and who is told of a change."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from atlas.ui.style import style_sheet
from atlas.ui.tokens import DARK, LIGHT, Tokens

_LEAST_BODY_SIZE = 14


class ThemeChoice(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The theme of a running application. It follows the system while the choice is `system`."""

    changed = Signal(object)
    """The new `Tokens`."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._choice = ThemeChoice.SYSTEM
        self._tokens: Tokens | None = None
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._refresh)

    @property
    def choice(self) -> ThemeChoice:
        """The choice in force."""
        return self._choice

    @property
    def tokens(self) -> Tokens:
        """The tokens in force."""
        return self._tokens or LIGHT

    def choose(self, choice: ThemeChoice) -> None:
        """Put a choice into force; an unchanged look is left alone."""
        self._choice = choice
        self._app.styleHints().setColorScheme(_SCHEMES[choice])
        self._refresh()

    def _refresh(self) -> None:
        tokens = _sized(DARK if self._is_dark() else LIGHT)
        if tokens == self._tokens:
            return
        self._tokens = tokens
        self._app.setFont(interface_font(tokens.size_body))
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(style_sheet(tokens))
        self.changed.emit(tokens)

    def _is_dark(self) -> bool:
        if self._choice is ThemeChoice.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice is ThemeChoice.DARK


_theme: Theme | None = None


def apply(app: QApplication, choice: str) -> Theme:
    """Give the application a theme, or change the one that it has.

    Args:
        app: The application.
        choice: `system`, `light` or `dark`; any other word counts as `system`.

    Returns:
        The theme, whose `changed` tells widgets that draw by hand to draw again.
    """
    global _theme
    if _theme is None:
        _theme = Theme(app)
    _theme.choose(ThemeChoice(choice) if choice in list(ThemeChoice) else ThemeChoice.SYSTEM)
    return _theme


def current() -> Tokens:
    """The tokens in force; the light ones before any theme is applied."""
    return _theme.tokens if _theme is not None else LIGHT


def interface_font(size: int) -> QFont:
    """The system's own interface face, in pixels."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(size)
    return font


def palette(tokens: Tokens) -> QPalette:
    """The tokens as a Qt palette, for what the style sheet does not reach."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text_soft,
        role.Button: tokens.window,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.hairline,
        role.Dark: tokens.outline,
        role.Shadow: tokens.outline,
    }
    made = QPalette()
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText, role.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.text_disabled))
    return made


def _sized(tokens: Tokens) -> Tokens:
    """The tokens with sizes that grow with the font size that the user has set in the system."""
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).pixelSize()
    factor = max(system, _LEAST_BODY_SIZE) / _LEAST_BODY_SIZE
    sizes = ("size_small", "size_body", "size_title", "size_display")
    return replace(tokens, **{name: round(getattr(tokens, name) * factor) for name in sizes})
