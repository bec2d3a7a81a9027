package fastvsr.model.torch;

import fastvsr.model.Colorimetry;
import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;

/**
 * Prints the shortest time per frame from raw pictures to raw pictures: arguments model, threads, width, height, group length.
 * With one thread it is the processor's time, which other programs disturb little.
 */
final class PictureTiming {
    private PictureTiming() {
    }

    public static void main(String[] arguments) {
        int width = Integer.parseInt(arguments[2]);
        int height = Integer.parseInt(arguments[3]);
        int length = Integer.parseInt(arguments[4]);
        int threads = Integer.parseInt(arguments[1]);
        try (SuperResolver resolver = TorchSuperResolver.open(Models.spec(arguments[0]), Models.weights(arguments[0]), "cpu", threads)) {
            time(resolver, threads, "I420", length, TestFormats.i420(width, height), TestFormats.i420(4 * width, 4 * height));
            time(resolver, threads, "RGBx", length, TestFormats.packed(width, height, Colorimetry.SRGB, 4, 0, 1, 2),
                    TestFormats.packed(4 * width, 4 * height, Colorimetry.SRGB, 4, 0, 1, 2));
        }
    }

    private static void time(SuperResolver resolver, int threads, String name, int length, PictureFormat from, PictureFormat to) {
        List<Picture> inputs = Collections.nCopies(length, TestFormats.noise(from, 1));
        List<Picture> outputs = Collections.nCopies(length, TestFormats.blank(to));
        resolver.reset();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 100 / length; i++) {
            long start = now(threads);
            resolver.upscale(inputs, outputs);
            best = Math.min(best, (now(threads) - start) / 1e6 / length);
        }
        System.out.printf("%s %.2f ms per frame%n", name, best);
    }

    private static long now(int threads) {
        return threads == 1 ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() : System.nanoTime();
    }
}
