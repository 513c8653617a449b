"""DXF in and out.  Plain shapes on named layers; nothing here knows what a part is."""
