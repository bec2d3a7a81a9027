package fastvsr.cli;

import com.google.gson.JsonObject;

/**
 * What {@link Bench} found for one size.
 *
 * @param size          of the frames before upscaling
 * @param preset        name of the network
 * @param device        where it ran
 * @param fps           frames per second through the element
 * @param videoscaleFps frames per second through videoscale, to the same size
 * @param networkMillis time of the network alone for a frame
 */
record BenchResult(FrameSize size, String preset, String device, double fps, double videoscaleFps, double networkMillis) {
    JsonObject toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("size", size.toString());
        object.addProperty("preset", preset);
        object.addProperty("device", device);
        object.addProperty("fps", rounded(fps));
        object.addProperty("videoscale_fps", rounded(videoscaleFps));
        object.addProperty("network_ms", rounded(networkMillis));
        return object;
    }

    @Override
    public String toString() {
        return String.format("%s -> %s  %s on %s: %.1f fps, network %.2f ms per frame; videoscale bicubic: %.1f fps", size,
                size.times(4), preset, device, fps, networkMillis, videoscaleFps);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
