package fastvsr.cli;

import com.google.gson.JsonObject;
import fastvsr.model.Peak;
import fastvsr.model.StepTimes;

/**
 * What {@link Bench} found for one size.
 *
 * @param size          of the frames before upscaling
 * @param preset        name of the network
 * @param network       the network alone
 * @param operations    multiplications and additions of its convolutions for a frame
 * @param peak          what the device does at best
 * @param pipeline      through the element
 * @param videoscaleFps frames per second through videoscale, to the same size
 */
record BenchResult(FrameSize size, String preset, NetworkTiming network, double operations, Peak peak,
                   RawPipeline.Speed pipeline, double videoscaleFps) {
    JsonObject toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("size", size.toString());
        object.addProperty("preset", preset);
        object.addProperty("device", network.device());
        object.addProperty("fps", rounded(pipeline.framesPerSecond()));
        object.addProperty("latency_ms", rounded(pipeline.medianLatencyMillis()));
        object.addProperty("first_frame_ms", rounded(pipeline.firstFrameMillis()));
        object.addProperty("videoscale_fps", rounded(videoscaleFps));
        object.addProperty("network_ms", rounded(network.millisPerFrame()));
        object.addProperty("network_gflops", rounded(gigaflops()));
        object.addProperty("peak_gflops", rounded(peak.gigaflops()));
        object.addProperty("peak_gb_per_s", rounded(peak.gigabytesPerSecond()));
        pipeline.gpuShare().ifPresent(share -> object.addProperty("gpu_busy", rounded(share)));
        network.memoryBytes().ifPresent(bytes -> object.addProperty("memory_estimate_mb", bytes / 1_000_000));
        network.steps().ifPresent(steps -> {
            object.addProperty("upload_ms", rounded(steps.uploadMillis()));
            object.addProperty("compute_ms", rounded(steps.networkMillis()));
            object.addProperty("download_ms", rounded(steps.downloadMillis()));
        });
        return object;
    }

    @Override
    public String toString() {
        String line = String.format("%s -> %s  %s on %s: %.1f fps, latency %.0f ms, first frame %.0f ms after PLAYING, "
                + "network %.2f ms per frame, %.0f GFLOP/s (%.0f %% of the %.0f of a matrix product)", size, size.times(4), preset, network.device(),
                pipeline.framesPerSecond(), pipeline.medianLatencyMillis(), pipeline.firstFrameMillis(), network.millisPerFrame(),
                gigaflops(), 100 * gigaflops() / peak.gigaflops(), peak.gigaflops());
        return line + pipeline.gpuShare().stream().mapToObj(BenchResult::share).findFirst().orElse("")
                + network.memoryBytes().stream().mapToObj(BenchResult::memory).findFirst().orElse("")
                + network.steps().map(BenchResult::text).orElse("")
                + String.format("; videoscale bicubic: %.1f fps", videoscaleFps);
    }

    private static String share(double gpu) {
        return String.format(", the GPU computes %.0f %% of the time", 100 * gpu);
    }

    private static String memory(long bytes) {
        return String.format(", about %.1f GB of the GPU", bytes / 1e9);
    }

    private static String text(StepTimes steps) {
        return String.format(", one after the other: upload %.2f, network %.2f, download %.2f ms", steps.uploadMillis(),
                steps.networkMillis(), steps.downloadMillis());
    }

    private double gigaflops() {
        return operations / network.millisPerFrame() / 1e6;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
