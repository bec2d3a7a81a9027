package fastvsr.element;

import fastvsr.gst.VideoInfo;

/**
 * The pictures between two changes of caps.
 *
 * @param input  pictures on the sink pad
 * @param output pictures on the source pad
 */
record StreamFormat(VideoInfo input, VideoInfo output) {
    /** Whether frames leave as they come: the output has the input's size. */
    boolean isPassThrough() {
        return output.width() == input.width() && output.height() == input.height();
    }

    /** For the log. */
    @Override
    public String toString() {
        String size = input.width() + "x" + input.height();
        return isPassThrough() ? "passing frames of " + size + " through: no other size is asked for"
                : "upscaling " + size + " to " + output.width() + "x" + output.height();
    }
}
