package fastvsr.gst;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What tests write on buffers beside their pixels, and read from them. */
public final class Annotations {
    /** A part of a picture with a name (GstVideoRegionOfInterestMeta). */
    public record Region(String name, int x, int y, int width, int height) {
    }

    @C("offsetof(GstVideoRegionOfInterestMeta, roi_type)") private static final int REGION_NAME = 16;
    @C("offsetof(GstVideoRegionOfInterestMeta, x)") private static final int REGION_X = 28;
    @C("GST_VIDEO_FORMAT_GRAY8") private static final int GRAY8 = 25;

    static {
        Native.register(Annotations.class, NativeLibrary.getInstance("libgstvideo-1.0.so.0"));
    }

    private Annotations() {
    }

    static native long gst_buffer_add_video_region_of_interest_meta(long buffer, String name, int x, int y, int width,
            int height);
    static native long gst_video_region_of_interest_meta_api_get_type();
    static native long gst_buffer_add_reference_timestamp_meta(long buffer, long reference, long timestamp, long duration);
    static native long gst_reference_timestamp_meta_api_get_type();
    static native long gst_video_crop_meta_get_info();
    static native long gst_buffer_add_meta(long buffer, long info, long params);
    static native long gst_buffer_add_video_meta_full(long buffer, int flags, int format, int width, int height, int planes,
            long[] offsets, int[] strides);
    static native long gst_buffer_add_parent_buffer_meta(long buffer, long parent);
    static native long gst_buffer_iterate_meta_filtered(long buffer, long[] state, long api);
    static native String g_quark_to_string(int quark);

    public static LongConsumer region(Region region) {
        return buffer -> gst_buffer_add_video_region_of_interest_meta(buffer, region.name(), region.x(), region.y(),
                region.width(), region.height());
    }

    /** When somebody else's clock says that the picture was taken. */
    public static LongConsumer takenAt(long nanos) {
        return buffer -> {
            try (var clock = Host.caps("timestamp/x-test")) {
                gst_buffer_add_reference_timestamp_meta(buffer, clock.address(), nanos, -1);
            }
        };
    }

    /** Its memory is lent from another buffer, which is not free before this one. */
    public static LongConsumer lentFrom(Buffer owner) {
        return buffer -> gst_buffer_add_parent_buffer_meta(buffer, owner.address());
    }

    public static LongConsumer crop(int x, int y, int width, int height) {
        return buffer -> new Pointer(gst_buffer_add_meta(buffer, gst_video_crop_meta_get_info(), 0))
                .write(Layout.CROP_X, new int[] {x, y, width, height}, 0, 4);
    }

    /** A grey picture whose rows are said to be {@code stride} bytes apart. */
    public static LongConsumer grayStride(int width, int height, int stride) {
        return buffer -> gst_buffer_add_video_meta_full(buffer, 0, GRAY8, width, height, 1, new long[4],
                new int[] {stride, 0, 0, 0});
    }

    static List<Region> regions(long buffer) {
        var regions = new ArrayList<Region>();
        var state = new long[1];
        long api = gst_video_region_of_interest_meta_api_get_type();
        for (long meta = gst_buffer_iterate_meta_filtered(buffer, state, api); meta != 0;
                meta = gst_buffer_iterate_meta_filtered(buffer, state, api)) {
            var fields = new Pointer(meta);
            var place = fields.getIntArray(REGION_X, 4);
            regions.add(new Region(g_quark_to_string(fields.getInt(REGION_NAME)), place[0], place[1], place[2], place[3]));
        }
        return regions;
    }

    static boolean isTakenAt(long buffer, long nanos) {
        long meta = gst_buffer_iterate_meta_filtered(buffer, new long[1], gst_reference_timestamp_meta_api_get_type());
        return meta != 0 && new Pointer(meta).getLong(24) == nanos; // behind GstMeta and the reference caps
    }
}
