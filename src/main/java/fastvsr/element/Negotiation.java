package fastvsr.element;

import fastvsr.gst.Caps;
import fastvsr.gst.ErrorKind;
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

    private final Interior interior;

    Negotiation(Interior interior) {
        this.interior = interior;
    }

    /** For frames of these caps; empty if an error was posted instead. */
    Optional<Agreement> agree(Caps caps) {
        var input = VideoInfo.of(caps).orElseThrow();
        var outputCaps = OutputCaps.agree(caps, interior.source(), interior.settings().get().scale(), interior.gpuMemory());
        var objection = objection(input, outputCaps);
        if (objection.isPresent()) {
            outputCaps.close();
            interior.element().postError(ErrorKind.CORE_NEGOTIATION, objection.get(), caps.toString());
            return Optional.empty();
        }
        return Optional.of(new Agreement(new StreamFormat(input, VideoInfo.of(outputCaps).orElseThrow()), outputCaps));
    }

    private Optional<String> objection(VideoInfo input, Caps outputCaps) {
        if (!input.isProgressive()) {
            return Optional.of("The video is interlaced: add deinterlace before fastvsr.");
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
