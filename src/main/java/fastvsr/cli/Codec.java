package fastvsr.cli;

import java.util.List;

/** What GStreamer has more than one element for, of which a machine need not have all. */
enum Codec {
    /** On one thread, so that the result is the same everywhere. */
    H264_DECODER("avdec_h264 max-threads=1", "openh264dec"),
    /** AAC; the second one takes stereo at most. */
    SOUND_ENCODER("avenc_aac bitrate=192000", "voaacenc bitrate=192000"),
    OPUS_ENCODER("opusenc bitrate=160000");

    private final List<String> elements;

    Codec(String... elements) {
        this.elements = List.of(elements);
    }

    /** The best of its elements that is there, in gst-launch syntax; the best of all if none is. */
    String element() {
        return elements.stream().filter(HostPipeline::offers).findFirst().orElse(elements.get(0));
    }
}
