package fastvsr.cli;

import fastvsr.train.FeatureDistance;
import fastvsr.train.Naturalness;
import fastvsr.train.Steadiness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The measures beside PSNR and SSIM, as far as they are wanted.
 *
 * @param features    distance of features, if the network for it was given
 * @param naturalness NIQE
 * @param steadiness  warping errors
 */
record Jury(Optional<FeatureDistance> features, Optional<Naturalness> naturalness, Optional<Steadiness> steadiness)
        implements AutoCloseable {
    /** Loads what is wanted: nothing if {@code isQuick}, except features where their weights are given. */
    static Jury of(Optional<Path> features, boolean isQuick, int threads) {
        return new Jury(features.map(file -> new FeatureDistance(file, threads)),
                isQuick ? Optional.empty() : Optional.of(new Naturalness(Naturalness.shipped(), threads)),
                isQuick ? Optional.empty() : Optional.of(new Steadiness(threads)));
    }

    @Override
    public void close() {
        features.ifPresent(FeatureDistance::close);
        naturalness.ifPresent(Naturalness::close);
        steadiness.ifPresent(Steadiness::close);
    }
}
