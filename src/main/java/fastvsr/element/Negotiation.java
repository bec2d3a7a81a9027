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

    /** Why pictures of some caps are refused, or become smaller than the user wants. */
    private record Objection(String text, String caps) {
    }

    private static final String INTERLACED = "The video is interlaced: add deinterlace before fastvsr.";

    private final Interior interior;
    // upstream says refused caps again with each buffer and event until it gives up, downstream may ask for others at any time
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
        var format = new StreamFormat(input.get(), VideoInfo.of(outputCaps).orElseThrow());
        warnOfShortfall(caps, format);
        return Optional.of(new Agreement(format, outputCaps));
    }

    /** No pictures come. */
    void forget() {
        posted = Optional.empty();
    }

    private Optional<Agreement> refuse(Caps caps, String text) {
        if (isNews(Optional.of(new Objection(text, caps.toString())))) {
            interior.element().postError(ErrorKind.CORE_NEGOTIATION, text, caps.toString());
        }
        return Optional.empty();
    }

    private void warnOfShortfall(Caps caps, StreamFormat format) {
        var shortfall = shortfall(caps, format);
        if (isNews(shortfall.map(text -> new Objection(text, caps.toString()))) && shortfall.isPresent()) {
            interior.element().postWarning(ErrorKind.LIBRARY_SETTINGS, shortfall.get(), caps.toString());
        }
    }

    private boolean isNews(Optional<Objection> objection) {
        boolean isNews = !posted.equals(objection);
        posted = objection;
        return isNews;
    }

    /** Where downstream would take what the scale asks for, but the pads cannot give it: what downstream limits is what it wants. */
    private Optional<String> shortfall(Caps caps, StreamFormat format) {
        try (var wanted = VideoCaps.scaled(caps, interior.settings().get().scale());
                var template = interior.source().templateCaps()) {
            if (VideoCaps.longestSide(wanted) <= VideoCaps.longestSide(template) || !isTaken(wanted)) {
                return Optional.empty();
            }
            return Optional.of(VideoCaps.size(caps.first()) + " becomes " + format.output().width() + "x" + format.output().height()
                    + " instead of " + VideoCaps.size(wanted.first()) + ", for no side may be longer than "
                    + VideoCaps.longestSide(template) + ": crop the video first, or choose a smaller scale.");
        }
    }

    private boolean isTaken(Caps wanted) {
        try (var taken = interior.source().peerCaps(wanted)) {
            return !taken.isEmpty();
        }
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
