"""The first bytes of sounds, films and captions: all that a test of files needs."""

MP3 = b"\xff\xfb\x90\x00" + bytes(400)
OGG = b"OggS\x00\x02" + bytes(400)
MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(400)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(400)
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nLa sonnerie retentit.\n"
