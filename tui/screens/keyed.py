"""A screen whose keys come from a table of actions: what all such screens have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import Screen

from tui.actions import Action

if TYPE_CHECKING:
    from tui.app import PiyueApp

Answer = TypeVar("Answer")


class KeyedScreen(Screen[Answer]):
    """Shows its keys, finds its actions by their names, and changes what all screens share."""

    TABLE: ClassVar[Sequence[Action]]
    app: PiyueApp

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        raise NotImplementedError

    def action_help(self) -> None:
        """All keys."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415 (not before the first frame)

        self.app.push_screen(HelpScreen(self.app.keys, self.TABLE))

    async def action_palette(self) -> None:
        """Find an action by its name and do it."""
        from tui.screens.palette import PaletteScreen  # noqa: PLC0415

        await self.app.push_screen(PaletteScreen(self.app.keys, self.TABLE), self.do)

    async def do(self, action: str | None) -> None:
        """Do what was chosen, if anything was."""
        if action:
            await self.run_action(action)

    def action_theme(self) -> None:
        """Other colours."""
        self.tell(self.app.next_theme())

    def action_suspend(self) -> None:
        """Back to the shell until its fg."""
        self.app.action_suspend_process()
