package fastvsr.gst;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** What a buffer says about its picture beside timestamps (GstMeta), for the same picture in another size. */
final class Metas {
    private static final int ABOUT_MEMORY = Gst.g_quark_from_string("memory");
    private static final int ABOUT_OTHER_MEMORY = Gst.g_quark_from_string("memory-reference");
    private static final int ABOUT_SIZE = Gst.g_quark_from_string("size");
    private static final int COPY = Gst.g_quark_from_string("gst-copy");
    private static final int SCALE = Gst.gst_video_meta_transform_scale_get_quark();

    private Metas() {
    }

    /**
     * Gives a buffer the metas of another: what depends on the size is scaled, or left out if it cannot be; what is
     * about memory stays with that.
     */
    static void copyScaled(Buffer from, VideoInfo fromInfo, Buffer to, VideoInfo toInfo) {
        try (var place = new Memory(Long.BYTES)) {
            place.clear();
            long meta = next(from, place);
            for (; meta != 0; meta = next(from, place)) {
                var info = new Pointer(new Pointer(meta).getLong(Layout.META_INFO));
                if (!isAbout(info, ABOUT_MEMORY) && !isAbout(info, ABOUT_OTHER_MEMORY)) {
                    transform(meta, info, from, fromInfo, to, toInfo);
                }
            }
        }
    }

    private static long next(Buffer buffer, Memory place) {
        return Gst.gst_buffer_iterate_meta(buffer.address(), Pointer.nativeValue(place));
    }

    private static boolean isAbout(Pointer info, int tag) {
        return Gst.gst_meta_api_type_has_tag(info.getLong(Layout.META_INFO_API), tag) != 0;
    }

    private static void transform(long meta, Pointer info, Buffer from, VideoInfo fromInfo, Buffer to, VideoInfo toInfo) {
        var function = info.getPointer(Layout.META_INFO_TRANSFORM);
        if (function == null) {
            return;
        }
        boolean isScaled = isAbout(info, ABOUT_SIZE);
        try (var data = isScaled ? sizes(fromInfo, toInfo) : whole()) {
            Function.getFunction(function).invokeInt(new Object[] {to.address(), meta, from.address(),
                isScaled ? SCALE : COPY, Pointer.nativeValue(data)});
        }
    }

    /** A GstVideoMetaTransform. */
    private static Memory sizes(VideoInfo from, VideoInfo to) {
        var data = new Memory(2 * Long.BYTES);
        data.setLong(0, from.address());
        data.setLong(Long.BYTES, to.address());
        return data;
    }

    /** A GstMetaTransformCopy of the whole buffer. */
    private static Memory whole() {
        var data = new Memory(Layout.META_COPY_SIZE);
        data.clear();
        return data;
    }
}
