package fastvsr.cli;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds out what a media file holds, through GstDiscoverer (gst/pbutils/gstdiscoverer.h), which decodes its start. */
final class Discovery {
    /** In what GStreamer says of missing elements: those of streams that are neither pictures nor sound. */
    private static final Pattern UNNEEDED_DECODER = Pattern.compile("\\|decoder-(?!video/|image/|audio/)[^|]*$");
    private static final long TIMEOUT_NANOS = 60_000_000_000L;
    private static final int GST_DISCOVERER_MISSING_PLUGINS = 5;

    private final PbUtils pbutils = Native.load("gstpbutils-1.0", PbUtils.class);
    private final GstCore gst = Native.load("gstreamer-1.0", GstCore.class);
    private final GLib glib = Native.load("gobject-2.0", GLib.class);

    /** The functions of libgstpbutils that are needed; handles are pointers. */
    interface PbUtils extends Library {
        Pointer gst_discoverer_new(long timeoutNanos, PointerByReference error);

        Pointer gst_discoverer_discover_uri(Pointer discoverer, String uri, PointerByReference error);

        int gst_discoverer_info_get_result(Pointer info);

        Pointer gst_discoverer_info_get_missing_elements_installer_details(Pointer info);

        long gst_discoverer_info_get_duration(Pointer info);

        Pointer gst_discoverer_info_get_stream_list(Pointer info);

        void gst_discoverer_stream_info_list_free(Pointer list);

        String gst_discoverer_stream_info_get_stream_type_nick(Pointer stream);

        Pointer gst_discoverer_stream_info_get_caps(Pointer stream);

        int gst_discoverer_video_info_get_width(Pointer stream);

        int gst_discoverer_video_info_get_height(Pointer stream);

        int gst_discoverer_video_info_get_depth(Pointer stream);

        int gst_discoverer_video_info_get_framerate_num(Pointer stream);

        int gst_discoverer_video_info_get_framerate_denom(Pointer stream);

        int gst_discoverer_video_info_is_interlaced(Pointer stream);
    }

    /** The functions of libgstreamer that are needed. */
    interface GstCore extends Library {
        Pointer gst_caps_to_string(Pointer caps);

        void gst_mini_object_unref(Pointer object);
    }

    /** The functions of libgobject and libglib that are needed. */
    interface GLib extends Library {
        void g_object_unref(Pointer object);

        void g_free(Pointer memory);

        void g_error_free(Pointer error);
    }

    /**
     * Looks into a file.
     *
     * @throws CommandException if it is not there, is no video and no picture, or needs a decoder that is not installed
     */
    MediaFile look(Path path) {
        checkReadable(path);
        FlawedDecoders.check(path);
        PointerByReference error = new PointerByReference();
        Pointer discoverer = pbutils.gst_discoverer_new(TIMEOUT_NANOS, error);
        Pointer info = pbutils.gst_discoverer_discover_uri(discoverer, path.toUri().toString(), error);
        try {
            checkDecodable(path, info, error);
            return describe(path, info);
        } finally {
            release(info);
            release(discoverer);
        }
    }

    /**
     * Refuses what is no file.
     *
     * @throws CommandException that names it
     */
    static void checkReadable(Path path) {
        if (Files.notExists(path)) {
            throw new CommandException("there is no file " + path);
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandException(path + " is not a file that can be read");
        }
    }

    private void checkDecodable(Path path, Pointer info, PointerByReference error) {
        boolean isSomethingMissing = info != null && pbutils.gst_discoverer_info_get_result(info) == GST_DISCOVERER_MISSING_PLUGINS;
        if (isSomethingMissing) {
            checkMissing(path, info);
        }
        if (error.getValue() != null) {
            String message = error.getValue().getPointer(8).getString(0); // GError: domain, code, message@8
            glib.g_error_free(error.getValue());
            if (!isSomethingMissing) {
                throw new CommandException(path + " cannot be decoded: " + message);
            }
        }
    }

    /** Subtitles and what cameras record about themselves are not needed. */
    private void checkMissing(Path path, Pointer info) {
        Pointer details = pbutils.gst_discoverer_info_get_missing_elements_installer_details(info);
        List<String> all = details == null ? List.of() : List.of(details.getStringArray(0));
        List<String> needed = all.stream().filter(detail -> !UNNEEDED_DECODER.matcher(detail).find()).map(Discovery::name).toList();
        if (all.isEmpty() || !needed.isEmpty()) {
            throw new CommandException(path + " needs a decoder that is not installed: "
                    + (all.isEmpty() ? "(GStreamer does not say which)" : String.join(", ", needed)));
        }
        Notes.tell(path + ": a stream is left out, there is no " + all.stream().map(Discovery::name).collect(Collectors.joining(", no ")));
    }

    /** The name in gstreamer|1.0|program|name|what. */
    private static String name(String detail) {
        String[] fields = detail.split("\\|");
        return fields.length > 3 ? fields[3] : detail;
    }

    private MediaFile describe(Path path, Pointer info) {
        List<MediaFile.Video> video = new ArrayList<>();
        List<MediaFile.Video> pictures = new ArrayList<>();
        List<String> audio = new ArrayList<>();
        int subtitles = 0;
        Pointer streams = pbutils.gst_discoverer_info_get_stream_list(info);
        for (Pointer link = streams; link != null; link = link.getPointer(Native.POINTER_SIZE)) { // GList: data, next
            Pointer stream = link.getPointer(0);
            switch (pbutils.gst_discoverer_stream_info_get_stream_type_nick(stream)) {
                case "video" -> video.add(video(stream, false));
                case "video(image)" -> pictures.add(video(stream, true));
                case "audio" -> audio.add(caps(stream));
                case "subtitles" -> subtitles++;
                default -> { }
            }
        }
        pbutils.gst_discoverer_stream_info_list_free(streams);
        int others = Math.max(0, video.size() - 1);
        if (audio.isEmpty()) { // the picture of a sound file is its cover
            video.addAll(pictures);
        }
        if (video.isEmpty()) {
            throw new CommandException(path + " holds no video");
        }
        return new MediaFile(path, MediaFile.Source.of(path, video.get(0)), duration(info), video.get(0), audio, others, subtitles);
    }

    private MediaFile.Video video(Pointer stream, boolean isPicture) {
        double frames = pbutils.gst_discoverer_video_info_get_framerate_num(stream);
        int seconds = Math.max(1, pbutils.gst_discoverer_video_info_get_framerate_denom(stream));
        return new MediaFile.Video(caps(stream), pbutils.gst_discoverer_video_info_get_width(stream),
                pbutils.gst_discoverer_video_info_get_height(stream), pbutils.gst_discoverer_video_info_get_depth(stream),
                frames / seconds, isPicture, pbutils.gst_discoverer_video_info_is_interlaced(stream) != 0);
    }

    private Duration duration(Pointer info) {
        return Duration.ofNanos(Math.max(0, pbutils.gst_discoverer_info_get_duration(info)));
    }

    private String caps(Pointer stream) {
        Pointer caps = pbutils.gst_discoverer_stream_info_get_caps(stream);
        Pointer text = gst.gst_caps_to_string(caps);
        try {
            return text.getString(0);
        } finally {
            glib.g_free(text);
            gst.gst_mini_object_unref(caps);
        }
    }

    private void release(Pointer object) {
        if (object != null) {
            glib.g_object_unref(object);
        }
    }
}
