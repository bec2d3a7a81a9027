package fastvsr.element;

import fastvsr.gst.VideoInfo;

/**
 * The pictures between two changes of caps.
 *
 * @param input  pictures on the sink pad
 * @param output pictures on the source pad
 */
record StreamFormat(VideoInfo input, VideoInfo output) {
    /** Whether frames leave as they come: the output has the input's size, and lies in the same kind of memory. */
    boolean isPassThrough() {
        return isSizeKept() && input.isOnGpu() == output.isOnGpu();
    }

    boolean isSizeKept() {
        return output.width() == input.width() && output.height() == input.height();
    }

    /** Whether the other one has the same pictures; two formats are equal only if they come from the same caps event. */
    boolean isSameAs(StreamFormat other) {
        return input.isSameAs(other.input) && output.isSameAs(other.output);
    }

    /** Whether inputs or outputs lie in the memory of a GPU. */
    boolean isOnGpu() {
        return input.isOnGpu() || output.isOnGpu();
    }

    /** For the log. */
    @Override
    public String toString() {
        return isPassThrough() ? "passing frames of " + picture(input) + " through: no other size is asked for"
                : "upscaling " + picture(input) + " to " + picture(output);
    }

    private static String picture(VideoInfo info) {
        return info.width() + "x" + info.height() + (info.isOnGpu() ? " in the memory of a GPU" : "");
    }
}
