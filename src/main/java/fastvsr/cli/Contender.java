package fastvsr.cli;

import fastvsr.model.SuperResolver;
import fastvsr.train.Resampling;
import fastvsr.train.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** One way to upscale a clip four times. */
interface Contender {
    /** What reports call it. */
    String name();

    /** The next frames do not follow those before. */
    void restart();

    /** Upscales consecutive frames of one size: the first {@code count} of those seen. */
    List<RgbImage> upscale(List<RgbImage> seen, int count);

    /** Interpolation, frame by frame. */
    record Interpolation(String name, Resampling resampling) implements Contender {
        @Override
        public void restart() {
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> seen, int count) {
            return seen.subList(0, count).parallelStream()
                    .map(frame -> resampling.resize(frame, 4 * frame.width(), 4 * frame.height())).toList();
        }
    }

    /** A network with its memory and as far as it looks ahead; the frames are one temporal group. */
    record Temporal(String name, SuperResolver resolver) implements Contender {
        @Override
        public void restart() {
            resolver.reset();
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> seen, int count) {
            return new RgbUpscaler(resolver).upscale(seen, count);
        }
    }

    /** A network that forgets after every frame, and does not look ahead. */
    record PerFrame(String name, SuperResolver resolver) implements Contender {
        @Override
        public void restart() {
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> seen, int count) {
            List<RgbImage> upscaled = new ArrayList<>();
            for (RgbImage frame : seen.subList(0, count)) {
                resolver.reset();
                upscaled.addAll(new RgbUpscaler(resolver).upscale(List.of(frame), 1));
            }
            return upscaled;
        }
    }
}
