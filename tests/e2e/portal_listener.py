"""A desktop's notification portal for a test; run by the system's own Python, which has GLib.

Prints "ready" once it can be asked, then the body of the first notification, and ends.
"""

from __future__ import annotations

import sys
from typing import Any

from gi.repository import Gio, GLib

_FACE = """<node><interface name="org.freedesktop.portal.Notification">
<method name="AddNotification"><arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
</method></interface></node>"""


def main(patience: int) -> None:
    """Listen for one notification."""
    loop = GLib.MainLoop()

    def called(*call: Any) -> None:
        parameters, invocation = call[5], call[6]
        _name, told = parameters.unpack()
        print(f"{told['title']}: {told['body']}", flush=True)
        invocation.return_value(None)
        loop.quit()

    def known(bus: Any, _name: str) -> None:
        face = Gio.DBusNodeInfo.new_for_xml(_FACE).interfaces[0]
        bus.register_object("/org/freedesktop/portal/desktop", face, called, None, None)
        print("ready", flush=True)

    name, nothing = "org.freedesktop.portal.Desktop", Gio.BusNameOwnerFlags.NONE
    Gio.bus_own_name(Gio.BusType.SESSION, name, nothing, known, None, None)
    GLib.timeout_add_seconds(patience, loop.quit)
    loop.run()


main(int(sys.argv[1]))
