package fastvsr.gst;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Offsets and sizes of the GStreamer 1.x structures that the element reads or writes (LP64). */
final class Layout {
    @C("sizeof(GTypeQuery)") static final int TYPE_QUERY_SIZE = 24;
    @C("offsetof(GTypeQuery, class_size)") static final int TYPE_QUERY_CLASS_SIZE = 16;
    @C("offsetof(GTypeQuery, instance_size)") static final int TYPE_QUERY_INSTANCE_SIZE = 20;
    @C("sizeof(GValue)") static final int VALUE_SIZE = 24;

    @C("offsetof(GObjectClass, set_property)") static final int CLASS_SET_PROPERTY = 24;
    @C("offsetof(GObjectClass, get_property)") static final int CLASS_GET_PROPERTY = 32;
    @C("offsetof(GObjectClass, finalize)") static final int CLASS_FINALIZE = 48;
    @C("offsetof(GstElementClass, change_state)") static final int CLASS_CHANGE_STATE = 272;
    @C("offsetof(GstElementClass, set_context)") static final int CLASS_SET_CONTEXT = 336;

    @C("sizeof(GstElementClass)") static final int ELEMENT_CLASS_SIZE = 488;
    @C("sizeof(GstElement)") static final int ELEMENT_SIZE = 264;
    @C("sizeof(GstPadClass)") static final int PAD_CLASS_SIZE = 232;
    @C("sizeof(GstPad)") static final int PAD_SIZE = 520;

    @C("offsetof(GstMiniObject, flags)") static final int MINI_OBJECT_FLAGS = 16;
    @C("offsetof(GstBuffer, pool)") static final int BUFFER_POOL = 64;
    @C("offsetof(GstBuffer, pts)") static final int BUFFER_PTS = 72;
    @C("offsetof(GstBuffer, duration)") static final int BUFFER_DURATION = 88;
    @C("offsetof(GstEvent, type)") static final int EVENT_TYPE = 64;
    @C("offsetof(GstEvent, seqnum)") static final int EVENT_SEQNUM = 80;
    @C("offsetof(GstQuery, type)") static final int QUERY_TYPE = 64;

    @C("offsetof(GstMeta, info)") static final int META_INFO = 8;
    @C("offsetof(GstMetaInfo, api)") static final int META_INFO_API = 0;
    @C("offsetof(GstMetaInfo, transform_func)") static final int META_INFO_TRANSFORM = 40;
    @C("sizeof(GstMetaTransformCopy)") static final int META_COPY_SIZE = 24;
    @C("offsetof(GstVideoCropMeta, x)") static final int CROP_X = 16;

    @C("sizeof(GstSegment)") static final int SEGMENT_SIZE = 120;
    @C("offsetof(GstSegment, format)") static final int SEGMENT_FORMAT = 24;

    @C("sizeof(GstMapInfo)") static final int MAP_SIZE = 104;
    @C("offsetof(GstMapInfo, data)") static final int MAP_DATA = 16;
    @C("offsetof(GstMapInfo, size)") static final int MAP_BYTES = 24;
    @C("sizeof(GstAllocationParams)") static final int ALLOCATION_PARAMS_SIZE = 64;
    @C("offsetof(GstAllocationParams, align)") static final int ALLOCATION_PARAMS_ALIGN = 8;
    @C("offsetof(GstAllocationParams, prefix)") static final int ALLOCATION_PARAMS_PREFIX = 16;
    @C("offsetof(GstAllocationParams, padding)") static final int ALLOCATION_PARAMS_PADDING = 24;

    @C("sizeof(GstVideoInfo)") static final int INFO_SIZE = 152;
    @C("offsetof(GstVideoInfo, finfo)") static final int INFO_FORMAT = 0;
    @C("offsetof(GstVideoInfo, interlace_mode)") static final int INFO_INTERLACE_MODE = 8;
    @C("offsetof(GstVideoInfo, width)") static final int INFO_WIDTH = 16;
    @C("offsetof(GstVideoInfo, height)") static final int INFO_HEIGHT = 20;
    @C("offsetof(GstVideoInfo, size)") static final int INFO_BYTES = 24;
    @C("offsetof(GstVideoInfo, chroma_site)") static final int INFO_CHROMA_SITE = 36;
    @C("offsetof(GstVideoInfo, colorimetry.range)") static final int INFO_RANGE = 40;
    @C("offsetof(GstVideoInfo, colorimetry.matrix)") static final int INFO_MATRIX = 44;
    @C("offsetof(GstVideoInfo, fps_n)") static final int INFO_FPS_N = 64;
    @C("offsetof(GstVideoInfo, fps_d)") static final int INFO_FPS_D = 68;
    @C("offsetof(GstVideoInfo, offset)") static final int INFO_OFFSET = 72;
    @C("offsetof(GstVideoInfo, stride)") static final int INFO_STRIDE = 104;

    @C("offsetof(GstVideoFormatInfo, flags)") static final int FORMAT_FLAGS = 24;
    @C("offsetof(GstVideoFormatInfo, n_components)") static final int FORMAT_COMPONENTS = 32;
    @C("offsetof(GstVideoFormatInfo, shift)") static final int FORMAT_SHIFT = 36;
    @C("offsetof(GstVideoFormatInfo, depth)") static final int FORMAT_DEPTH = 52;
    @C("offsetof(GstVideoFormatInfo, pixel_stride)") static final int FORMAT_PIXEL_STRIDE = 68;
    @C("offsetof(GstVideoFormatInfo, n_planes)") static final int FORMAT_PLANES = 84;
    @C("offsetof(GstVideoFormatInfo, plane)") static final int FORMAT_PLANE = 88;
    @C("offsetof(GstVideoFormatInfo, poffset)") static final int FORMAT_POFFSET = 104;
    @C("offsetof(GstVideoFormatInfo, w_sub)") static final int FORMAT_W_SUB = 120;
    @C("offsetof(GstVideoFormatInfo, h_sub)") static final int FORMAT_H_SUB = 136;

    @C("sizeof(GstVideoFrame)") static final int FRAME_SIZE = 664;
    @C("offsetof(GstVideoFrame, info)") static final int FRAME_INFO = 0;
    @C("offsetof(GstVideoFrame, data)") static final int FRAME_DATA = 184;
    @C("offsetof(GstVideoFrame, map)") static final int FRAME_MAP = 216;

    private Layout() {
    }

    /**
     * Compares the sizes that the running GStreamer reports with those above.
     *
     * @throws LinkageError if they differ: the structures cannot be trusted then
     */
    static void check() {
        compare("GstElement", Gst.gst_element_get_type(), ELEMENT_CLASS_SIZE, ELEMENT_SIZE);
        compare("GstPad", Gst.gst_pad_get_type(), PAD_CLASS_SIZE, PAD_SIZE);
    }

    private static void compare(String name, long type, int classSize, int instanceSize) {
        try (var query = new Memory(TYPE_QUERY_SIZE)) {
            Gst.g_type_query(type, Pointer.nativeValue(query));
            int foundClass = query.getInt(TYPE_QUERY_CLASS_SIZE);
            int foundInstance = query.getInt(TYPE_QUERY_INSTANCE_SIZE);
            if (foundClass != classSize || foundInstance != instanceSize) {
                throw new LinkageError("this GStreamer's " + name + " has " + foundClass + " and " + foundInstance
                        + " bytes, the element knows " + classSize + " and " + instanceSize
                        + "; it runs with GStreamer 1.20 to 1.26 on 64-bit Linux");
            }
        }
    }
}
