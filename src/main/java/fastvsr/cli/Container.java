package fastvsr.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.freedesktop.gstreamer.Caps;
import org.freedesktop.gstreamer.ElementFactory;
import org.freedesktop.gstreamer.PadDirection;
import org.freedesktop.gstreamer.Structure;

/** The kinds of file that can be written, each known by its extension. */
enum Container {
    MP4("mp4mux name=mux faststart=true"),
    M4V("mp4mux name=mux faststart=true"),
    MOV("qtmux name=mux faststart=true"),
    MKV("matroskamux name=mux"),
    WEBM("webmmux name=mux"),
    Y4M(""),
    PNG(""),
    JPG(""),
    JPEG("");

    private static final Set<Container> PICTURES = EnumSet.of(PNG, JPG, JPEG);
    /** pngenc takes 16 bits of grey too, but GStreamer 1.22 makes 8-bit colours of them before. */
    private static final String PNG_FORMATS = "video/x-raw,format={RGBA,RGB,GRAY8}";
    /** JPEG's colours, as decoders take them for granted: full range, BT.601. */
    private static final String JPEG_COLOURS = "video/x-raw,format={Y444,I420,GRAY8},colorimetry=1:4:0:0";

    /** Caps of the sink pads of GStreamer's muxers. */
    private static final int SHORTEST_SIDE = 16;

    private final String muxer;

    Container(String muxer) {
        this.muxer = muxer;
    }

    /**
     * The kind that a file name asks for.
     *
     * @throws CommandException if its extension is none of ours
     */
    static Container of(Path file) {
        String name = file.toString(); // a root has no file name
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(values()).filter(kind -> kind.name().equalsIgnoreCase(extension)).findFirst()
                .orElseThrow(() -> new CommandException("the extension of " + file + " decides what is written; it is none of "
                        + extensions(EnumSet.allOf(Container.class))));
    }

    /** The extensions of pictures, as a list for messages. */
    static String pictureExtensions() {
        return extensions(PICTURES);
    }

    private static String extensions(Set<Container> kinds) {
        return kinds.stream().map(Container::extension).collect(Collectors.joining(", "));
    }

    private String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether one frame fills it. */
    boolean isPicture() {
        return PICTURES.contains(this);
    }

    /** Whether sound fits in. */
    boolean takesAudio() {
        return !muxer.isEmpty();
    }

    /** Whether transparency fits in. */
    boolean takesAlpha() {
        return this == PNG;
    }

    /** Whether components of more than 8 bits fit in. */
    boolean takesDeep() {
        return !isPicture() && this != Y4M;
    }

    /**
     * Refuses frames that are too large or too small.
     *
     * @throws CommandException that says how large they may be, or have to be
     */
    void checkSize(int width, int height) {
        if (takesAudio() && Math.min(width, height) < SHORTEST_SIDE) {
            throw new CommandException("the result has " + width + "x" + height + " pixels, ." + extension() + " takes " + SHORTEST_SIDE
                    + " along each side at least; name a .y4m");
        }
        if (Math.max(width, height) > longestSide()) {
            throw new CommandException("the result has " + width + "x" + height + " pixels, ." + extension() + " takes " + longestSide()
                    + " along each side at most; name a " + (isPicture() ? ".png" : ".y4m"));
        }
    }

    private int longestSide() {
        return switch (this) {
            case MP4, M4V, MOV, MKV -> 16_384; // x264's common/base.h: MAX_RESOLUTION
            case WEBM -> 65_535; // VP9 stores 16 bits of it
            case JPG, JPEG -> 65_500; // jmorecfg.h of libjpeg: JPEG_MAX_DIMENSION
            case Y4M, PNG -> Integer.MAX_VALUE;
        };
    }

    /** Muxer element called {@code mux}, in gst-launch syntax; empty if the encoder writes the file alone. */
    String muxer() {
        return muxer;
    }

    /** Whether the muxer needs a second file while it writes. */
    boolean needsScratch() {
        return muxer.contains("faststart=true");
    }

    /** Whether components of 10 bits fit in and no deeper ones: x264 has none. */
    boolean takesTenBits() {
        return takesDeep() && this != WEBM;
    }

    /** Whether whoever names it wants it to play wherever it may be shown; Matroska is for those who know what plays it. */
    boolean isForPlayers() {
        return isMp4() || this == WEBM;
    }

    private boolean isMp4() {
        return this == MP4 || this == M4V || this == MOV;
    }

    /** Encoder for sound that does not fit in as it is; WebM takes no AAC. */
    String audioEncoder() {
        return (this == WEBM ? Codec.OPUS_ENCODER : Codec.SOUND_ENCODER).element();
    }

    /**
     * Encoder for video, in gst-launch syntax. Constant quality takes the bits that it needs: both encoders would keep to a bit rate of
     * their own as well, which is low.
     *
     * @param bitrate kbit/s; constant quality if there is none
     * @param quality quantizer of constant quality, 0 to 51 as x264 counts; lower is better. JPEG's qualities 100 to 49
     *                are spread over it
     */
    String videoEncoder(Optional<Integer> bitrate, int quality) {
        return switch (this) {
            case Y4M -> "y4menc name=encoder";
            case PNG -> PNG_FORMATS + " ! pngenc name=encoder";
            case JPG, JPEG -> JPEG_COLOURS + " ! jpegenc name=encoder quality=" + (100 - quality * quality / 51);
            case WEBM -> "vp9enc name=encoder deadline=1 cpu-used=5 row-mt=true threads=" + cores() + " keyframe-max-dist=250 "
                    + bitrate.map(kbit -> "end-usage=vbr target-bitrate=" + kbit * 1000)
                            .orElse(constantVp9Quality(Math.min(63, quality * 63 / 51)));
            case MKV -> x264Encoder(bitrate, quality);
            case MP4, M4V, MOV -> x264Encoder(bitrate, quality) + " bframes=0";
        };
    }

    /**
     * With B-frames mp4mux and qtmux (GStreamer 1.22) count how long the video is in decoding times, which advance otherwise than those of
     * the frames where the frame rate varies: players would not show the last ones. Matroska stores no such length.
     */
    private static String x264Encoder(Optional<Integer> bitrate, int quality) {
        return "x264enc name=encoder speed-preset=faster key-int-max=250 "
                + bitrate.map(kbit -> "pass=cbr bitrate=" + kbit).orElse("pass=qual vbv-buf-capacity=0 quantizer=" + quality);
    }

    /** libvpx goes below the level of constant quality as long as its bit rate allows it, and of that there is plenty. */
    private static String constantVp9Quality(int level) {
        return "end-usage=cq target-bitrate=100000000 cq-level=" + level + " min-quantizer=" + level;
    }

    /** Whether stored sound with these caps fits in without being encoded again. */
    boolean takes(String audioCaps) {
        if (!takesAudio() || isMp4() && audioCaps.startsWith("audio/x-opus")) {
            return false; // mp4mux and qtmux (GStreamer 1.22) describe Opus wrongly: players leave out its first 0.3 s
        }
        Caps stored = withoutFraming(audioCaps);
        return ElementFactory.find(muxer.split(" ")[0]).getStaticPadTemplates().stream()
                .filter(template -> template.getDirection() == PadDirection.SINK && template.getName().startsWith("audio"))
                .anyMatch(template -> !template.getCaps().intersect(stored).isEmpty());
    }

    /** A parser changes how packets are framed, so that does not decide. */
    private static Caps withoutFraming(String audioCaps) {
        Caps caps = Caps.fromString(audioCaps);
        Structure structure = caps.getStructure(0);
        List.of("stream-format", "framed", "parsed", "alignment").forEach(structure::removeField);
        return caps;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }
}
