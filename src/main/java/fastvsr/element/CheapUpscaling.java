package fastvsr.element;

import fastvsr.gst.Interpolation;
import fastvsr.gst.VideoFrame;
import java.util.Optional;

/** Upscales frames without the network. */
final class CheapUpscaling implements AutoCloseable {
    private record Prepared(StreamFormat format, Interpolation interpolation) {
    }

    private Optional<Prepared> prepared = Optional.empty();

    /** Writes the upscaled frame into a picture of its output format, mapped for the host. */
    void draw(QueuedFrame frame, VideoFrame output) {
        if (prepared.stream().noneMatch(known -> known.format() == frame.format())) {
            close();
            var format = frame.format();
            prepared = Optional.of(new Prepared(format, new Interpolation(format.input(), format.output())));
        }
        var interpolation = prepared.orElseThrow().interpolation();
        frame.onHost(pixels -> {
            interpolation.scale(pixels, output);
            return output;
        });
    }

    @Override
    public void close() {
        prepared.ifPresent(known -> known.interpolation().close());
        prepared = Optional.empty();
    }
}
