"""How a ticket machine's printer and readers are named in the settings; cheap to import, so that every screen may check."""

PRINTER = r"^(none|file:.+|usb:[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}|net:[^\s:/]+(:\d{1,5})?)$"
"""`none`, `file:PATH`, `usb:VID:PID` (hexadecimal), `net:HOST:PORT` (9100 when not said)."""
READER = r"^(none|(file|serial|card|hid):[^,]+(,(file|serial|card|hid):[^,]+)*)$"
"""`none`, or `KIND:PATH`, several with commas between."""
