package fastvsr.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;
import org.freedesktop.gstreamer.Caps;
import org.freedesktop.gstreamer.Element;
import org.freedesktop.gstreamer.Pad;
import org.freedesktop.gstreamer.PadLinkException;
import org.freedesktop.gstreamer.PadProbeInfo;
import org.freedesktop.gstreamer.PadProbeReturn;
import org.freedesktop.gstreamer.PadProbeType;
import org.freedesktop.gstreamer.Structure;
import org.freedesktop.gstreamer.event.CapsEvent;

/**
 * The pipeline of {@link Upscale}: streams of a file on the left, one file or numbered pictures on the right.
 *
 * <p>Video is decoded, deinterlaced where it is interlaced, turned upright, upscaled, encoded. Sound goes into the
 * container as it is, or is encoded again where the container does not take it.
 */
final class Transcoding implements AutoCloseable {
    /** Encoded sound waits while the network and the video encoder look ahead; 64 MB is half an hour of it. */
    private static final String AUDIO_QUEUE = "queue max-size-buffers=0 max-size-time=0 max-size-bytes=67108864";
    /** Sound may begin late or end early: the muxer waits for it, and the demuxer brings none before it has got rid of its video. */
    private static final String STORED_VIDEO_QUEUE = "queue max-size-buffers=0 max-size-time=0 max-size-bytes=268435456";
    private static final int MOST_ENCODED_VIDEO = 1 << 30;
    private static final String ENCODED_VIDEO_QUEUE = "queue name=encoded max-size-buffers=0 max-size-time=0 max-size-bytes=" + MOST_ENCODED_VIDEO;
    private static final String WHAT_DEINTERLACE_TAKES = "video/x-raw,format={I420,YV12,NV12,NV21,Y42B,YUY2,UYVY,YVYU,Y444,AYUV,RGB,RGBA}";
    /** Of what videoflip takes; videoconvert would rather lose bits than transparency. */
    private static final String DEEP_WITHOUT_ALPHA = "video/x-raw,format={I420_10LE,I422_10LE,Y444_10LE,I420_12LE,I422_12LE,Y444_12LE}";
    private static final String WITHOUT_ALPHA = "video/x-raw,format={RGB,I420,Y444}";

    private final MediaFile input;
    private final HostPipeline pipeline;
    private final boolean takesAudio;
    private final Element.PAD_ADDED onStream = this::link;
    private final Container container;
    private final Pad decoded;
    private final Pad.PROBE onDecoded = this::chooseFormats;
    private final Deque<Element> freeVideo = new ArrayDeque<>();
    private final Deque<Element> freeAudio = new ArrayDeque<>();

    /**
     * Builds the pipeline.
     *
     * @param element      the fastvsr element with its properties, in gst-launch syntax
     * @param videoEncoder what {@link Container#videoEncoder} gave
     */
    Transcoding(MediaFile input, Container container, String element, String videoEncoder, PartFile output) {
        this.input = input;
        this.container = container;
        this.takesAudio = container.takesAudio();
        this.pipeline = new HostPipeline(describe(input, container, element, videoEncoder, output.sink()));
        pipeline.element("input").set("location", input.source().location());
        pipeline.element("output").set("location", output.location());
        if (container.needsScratch()) {
            pipeline.element("mux").set("faststart-file", output.scratch().toString());
        }
        freeVideo.add(pipeline.element("video-in"));
        audioNames(input, container).forEach(name -> freeAudio.add(pipeline.element(name)));
        pipeline.element("streams").connect(onStream);
        decoded = pipeline.element("decoded").getStaticPad("src");
        decoded.addProbe(PadProbeType.EVENT_DOWNSTREAM, onDecoded);
    }

    /** Runs to the end and reports what is done on the way. */
    void run(Progress progress) {
        pipeline.play();
        while (!pipeline.hasEnded(200)) {
            progress.reached(framesOut());
            checkQueue();
        }
        progress.reached(framesOut());
        if (framesOut() == 0) {
            throw new CommandException(input.path() + " breaks off before the first frame of its video");
        }
    }

    /** The demuxers of AVI and FLV do not say that sound has ended, so that the muxer waits for it until the file ends. */
    private void checkQueue() {
        boolean isFull = takesAudio && ((Number) pipeline.element("encoded").get("current-level-bytes")).longValue() >= MOST_ENCODED_VIDEO;
        if (isFull) {
            throw new CommandException("more than " + (MOST_ENCODED_VIDEO >> 20) + " MiB of encoded video wait for sound of " + input.path()
                    + ", which begins late or ends early; name a .y4m, or a lower --bitrate");
        }
    }

    private long framesOut() {
        return ((Number) ((Structure) pipeline.element("fastvsr").get("stats")).getValue("frames-out")).longValue();
    }

    @Override
    public void close() {
        pipeline.close();
    }

    private static String describe(MediaFile input, Container container, String element, String videoEncoder, String sink) {
        StringJoiner text = new StringJoiner(" ");
        text.add(input.source().elements()).add("! parsebin name=streams");
        text.add(STORED_VIDEO_QUEUE).add("name=video-in ! decodebin ! capsfilter name=decoded caps=video/x-raw ! capssetter name=told !");
        if (input.video().isInterlaced()) {
            text.add("videoconvert !").add(WHAT_DEINTERLACE_TAKES).add("!"); // it passes the fields of others on
        }
        text.add("deinterlace fields=top ! videoconvert !");
        if (input.video().hasAlpha() && !container.takesAlpha()) {
            text.add(input.video().isDeep() && container.takesDeep() ? DEEP_WITHOUT_ALPHA : WITHOUT_ALPHA).add("!");
        }
        text.add("videoflip video-direction=auto !").add(element);
        text.add("! videoconvert ! capsfilter name=between ! videoconvert ! capsfilter name=to-encode !").add(videoEncoder);
        if (!container.takesAudio()) {
            return text.add("!").add(sink).add("name=output").toString();
        }
        text.add("!").add(ENCODED_VIDEO_QUEUE).add("! mux.video_%u").add(container.muxer()).add("!").add(sink).add("name=output");
        for (int i = 0; i < input.audio().size(); i++) {
            String caps = input.audio().get(i);
            text.add(container.takes(caps) ? passOn(i, caps) : encode(i, container));
        }
        return text.toString();
    }

    private static String passOn(int i, String caps) {
        return AUDIO_QUEUE + " name=audio-in-" + i + " " + parser(caps) + "! mux.audio_%u";
    }

    private static String encode(int i, Container container) {
        return "queue name=audio-in-" + i + " ! decodebin ! audioconvert ! audioresample ! " + container.audioEncoder() + " ! "
                + AUDIO_QUEUE + " ! mux.audio_%u";
    }

    /** Changes the framing of packets to that of the container; sound without a parser is framed in one way only. */
    private static String parser(String caps) {
        return switch (caps.split(",")[0]) {
            case "audio/mpeg" -> caps.contains("mpegversion=(int)1") ? "! mpegaudioparse " : "! aacparse ";
            case "audio/x-ac3", "audio/x-eac3" -> "! ac3parse ";
            case "audio/x-flac" -> "! flacparse ";
            case "audio/x-opus" -> "! opusparse ";
            case "audio/x-vorbis" -> "! vorbisparse ";
            default -> "";
        };
    }

    private static List<String> audioNames(MediaFile input, Container container) {
        List<String> names = new ArrayList<>();
        for (int i = 0; container.takesAudio() && i < input.audio().size(); i++) {
            names.add("audio-in-" + i);
        }
        return names;
    }

    /** Called by a streaming thread for every event behind the decoder, so that caps are known here before anyone behind is asked. */
    private PadProbeReturn chooseFormats(Pad pad, PadProbeInfo info) {
        if (info.getEvent() instanceof CapsEvent) {
            FrameFormats formats = FrameFormats.of(pad.getCurrentCaps().toString(), input.video(), container);
            pipeline.element("told").set("caps", Caps.fromString(formats.told()));
            pipeline.element("between").set("caps", Caps.fromString(formats.between()));
            pipeline.element("to-encode").set("caps", Caps.fromString(formats.encoded()));
        }
        return PadProbeReturn.OK;
    }

    /** Called by a streaming thread for every stream of the file, in the order in which discovery listed them. */
    private void link(Element streams, Pad pad) {
        String caps = pad.queryCaps(null).toString();
        Deque<Element> free = isVideo(caps) ? freeVideo : caps.startsWith("audio/") ? freeAudio : new ArrayDeque<>();
        if (free.isEmpty()) {
            return;
        }
        try {
            pad.link(free.remove().getStaticPad("sink"));
        } catch (PadLinkException e) {
            pipeline.fail(new CommandException(input.path() + ": a stream cannot be linked: " + caps, e));
        }
    }

    /** A cover picture is image/... too; the video stream has the media type that discovery saw. */
    private boolean isVideo(String caps) {
        return caps.split(",")[0].equals(input.video().caps().split(",")[0]);
    }
}
