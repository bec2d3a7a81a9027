package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.ErrorKind;
import fastvsr.gst.Structure;
import fastvsr.gst.VideoInfo;
import java.util.Optional;

/** Agrees with downstream upon what frames become; for upstream's streaming thread. */
final class Negotiation {
    /**
     * What was agreed upon.
     *
     * @param format     both pictures
     * @param outputCaps for downstream; owned
     */
    record Agreement(StreamFormat format, Caps outputCaps) implements AutoCloseable {
        @Override
        public void close() {
            outputCaps.close();
        }
    }

    /** Why pictures of some caps are refused. */
    private record Objection(String text, String caps) {
    }

    private static final String INTERLACED = "The video is interlaced: add deinterlace before fastvsr.";

    private final Interior interior;
    // upstream says refused caps again with each buffer and event until it gives up
    private Optional<Objection> posted = Optional.empty();

    Negotiation(Interior interior) {
        this.interior = interior;
    }

    /** For frames of these caps; empty if an error was posted instead, now or when these caps came last. */
    Optional<Agreement> agree(Caps caps) {
        var input = VideoInfo.of(caps);
        if (input.isEmpty()) {
            return refuse(caps, objectionToUnknown(caps.first()));
        }
        var outputCaps = OutputCaps.agree(caps, interior.source(), interior.settings().get().scale(), interior.gpuMemory());
        var objection = objection(input.get(), outputCaps);
        if (objection.isPresent()) {
            outputCaps.close();
            return refuse(caps, objection.get());
        }
        posted = Optional.empty();
        return Optional.of(new Agreement(new StreamFormat(input.get(), VideoInfo.of(outputCaps).orElseThrow()), outputCaps));
    }

    /** No pictures come. */
    void forget() {
        posted = Optional.empty();
    }

    private Optional<Agreement> refuse(Caps caps, String text) {
        var objection = Optional.of(new Objection(text, caps.toString()));
        if (!posted.equals(objection)) {
            posted = objection;
            interior.element().postError(ErrorKind.CORE_NEGOTIATION, text, caps.toString());
        }
        return Optional.empty();
    }

    /** To pictures that the pad takes but GstVideoInfo does not: fields in buffers of their own, or too many bytes. */
    private static String objectionToUnknown(Structure picture) {
        boolean isInterlaced = picture.text("interlace-mode").filter(mode -> !mode.equals("progressive")).isPresent();
        return isInterlaced ? INTERLACED : "Pictures of " + VideoCaps.size(picture) + " in "
                + picture.text("format").orElse("an unknown format")
                + " are larger than GStreamer can describe them: scale the video down first.";
    }

    private Optional<String> objection(VideoInfo input, Caps outputCaps) {
        if (!input.isProgressive()) {
            return Optional.of(INTERLACED);
        }
        if (outputCaps.isEmpty()) {
            return Optional.of("Downstream takes no size between " + input.width() + "x" + input.height()
                    + " and four times that: add videoscale behind fastvsr.");
        }
        long pixels = VideoCaps.pixels(outputCaps);
        if (pixels == input.pixels() && input.isOnGpu() != outputCaps.isOnGpu()) {
            return Optional.of("Frames of " + input.width() + "x" + input.height() + " would pass as they are, but not into another"
                    + " kind of memory: add " + (input.isOnGpu() ? "cudadownload" : "cudaupload") + " behind fastvsr.");
        }
        return pixels == input.pixels() ? Optional.empty() // nothing is gathered
                : interior.sizeLimit().objection(input, pixels, interior.window().shape());
    }
}
