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

    /** Upscales consecutive frames of one size. */
    List<RgbImage> upscale(List<RgbImage> frames);

    /** Interpolation, frame by frame. */
    record Interpolation(String name, Resampling resampling) implements Contender {
        @Override
        public void restart() {
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> frames) {
            return frames.parallelStream()
                    .map(frame -> resampling.resize(frame, 4 * frame.width(), 4 * frame.height())).toList();
        }
    }

    /** A network with its memory; {@code frames} are one temporal group. */
    record Temporal(String name, SuperResolver resolver) implements Contender {
        @Override
        public void restart() {
            resolver.reset();
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> frames) {
            return new RgbUpscaler(resolver).upscale(frames);
        }
    }

    /** A network that forgets after every frame. */
    record PerFrame(String name, SuperResolver resolver) implements Contender {
        @Override
        public void restart() {
        }

        @Override
        public List<RgbImage> upscale(List<RgbImage> frames) {
            List<RgbImage> upscaled = new ArrayList<>();
            for (RgbImage frame : frames) {
                resolver.reset();
                upscaled.addAll(new RgbUpscaler(resolver).upscale(List.of(frame)));
            }
            return upscaled;
        }
    }
}
