"""How printer and readers of a ticket machine or a window are named in the settings; cheap to import, so that every screen may check."""

PRINTER = r"^(none|file:.+|usb:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}|net:[^\s:/]+(:\d{1,5})?)$"
"""`none`, `file:PATH`, `usb:VID:PID` (hexadecimal), `net:HOST:PORT` (9100 when not said)."""
WEDGE = "wedge"
READER = r"^(none|(wedge|(file|serial|card|hid):[^,]+)(,(wedge|(file|serial|card|hid):[^,]+))*)$"
"""`none`, or `KIND:PATH`, several with commas between; `wedge` for a reader that types like a keyboard."""
