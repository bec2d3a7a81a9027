"""Upscales a video four times in a Python program: upscale.py IN OUT.mkv"""
import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

PIPELINE = (
    "filesrc name=in ! decodebin ! videoconvert ! fastvsr name=fastvsr model=nano "
    "! videoconvert ! x264enc bitrate=8000 speed-preset=faster ! matroskamux ! filesink name=out"
)


def main(source, result):
    Gst.init(None)
    pipeline = Gst.parse_launch(PIPELINE)
    pipeline.get_by_name("in").set_property("location", source)
    pipeline.get_by_name("out").set_property("location", result)
    pipeline.set_state(Gst.State.PLAYING)
    message = pipeline.get_bus().timed_pop_filtered(
        Gst.CLOCK_TIME_NONE, Gst.MessageType.EOS | Gst.MessageType.ERROR
    )
    try:
        if message.type == Gst.MessageType.ERROR:
            error, details = message.parse_error()
            return f"{message.src.get_name()}: {error.message}"
        print(pipeline.get_by_name("fastvsr").get_property("stats").to_string())
        return 0
    finally:
        pipeline.set_state(Gst.State.NULL)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 3 else __doc__)
