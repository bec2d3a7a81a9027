package fastvsr.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.Route;
import fastvsr.model.Weights;
import fastvsr.model.torch.RouteTiming;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of FastVSR (arXiv 2509.24142, Table 2) on one of our networks, beside what the paper says of its own.
 *
 * <p>Ours are the routes of one network from pictures to pictures in the device's memory ({@link RouteTiming}). The paper's are
 * three networks for 33 frames to 1280x720: FastVSR, the one-step network with a decoder f8 that it comes from, and MGLD-VSR, which
 * takes 50 steps and is another network in all else too.
 *
 * @param size   of the frames before upscaling
 * @param preset name of the network
 * @param device where it ran
 * @param rows   one per route, the asymmetric one first
 */
record Comparison(FrameSize size, String preset, String device, List<Row> rows) {
    /** Time and arithmetic of one route for a frame. */
    record Row(Route route, double millis, double gigamacs) {
    }

    /** What the paper says for all frames: seconds, and 10^12 multiplications with their additions if it says any. */
    private enum Paper {
        ASYMMETRIC(3.80, "125.7"), SYMMETRIC(14.90, "504.8"), FIFTY_STEPS(425.23, "-");

        private final double seconds;
        private final String teramacs;

        Paper(double seconds, String teramacs) {
            this.seconds = seconds;
            this.teramacs = teramacs;
        }

        static Paper of(Route route) {
            return valueOf(route.name());
        }

        double ratio() {
            return seconds / ASYMMETRIC.seconds;
        }
    }

    /** Times all routes for one temporal group. */
    static Comparison measure(String model, String device, List<Picture> group, PictureFormat to, FrameSize size) {
        Weights weights = Models.weights(model);
        try (RouteTiming timing = RouteTiming.open(weights, device, Runtime.getRuntime().availableProcessors())) {
            List<Row> rows = new ArrayList<>();
            for (Route route : Route.values()) {
                rows.add(new Row(route, timing.millisPerFrame(route, group, to),
                        route.macs(weights, (long) size.width() * size.height()) / 1e9));
            }
            return new Comparison(size, model, timing.device(), rows);
        }
    }

    private double ratio(Row row) {
        return row.millis() / rows.get(0).millis();
    }

    JsonObject toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("size", size.toString());
        object.addProperty("preset", preset);
        object.addProperty("device", device);
        JsonArray routes = new JsonArray();
        rows.forEach(row -> routes.add(json(row)));
        object.add("routes", routes);
        return object;
    }

    private JsonObject json(Row row) {
        JsonObject object = new JsonObject();
        object.addProperty("route", row.route().name().toLowerCase(java.util.Locale.ROOT));
        object.addProperty("ms_per_frame", rounded(row.millis()));
        object.addProperty("gmacs_per_frame", rounded(row.gigamacs()));
        object.addProperty("times_as_long", rounded(ratio(row)));
        object.addProperty("paper_times_as_long", rounded(Paper.of(row.route()).ratio()));
        return object;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format("%s -> %s  %s on %s, network and colours, per frame; "
                + "the paper: 33 frames to 1280x720 by FastVSR, its base, MGLD-VSR%n", size, size.times(4), preset, device));
        table.append(String.format("%-46s%10s%10s%8s%12s%12s%8s", "", "ms", "G MACs", "times", "paper: s", "T MACs", "times"));
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private String line(Row row) {
        Paper paper = Paper.of(row.route());
        return String.format("%n%-46s%10.2f%10.2f%8.2f%12.2f%12s%8.2f", row.route().title(), row.millis(), row.gigamacs(),
                ratio(row), paper.seconds, paper.teramacs, paper.ratio());
    }
}
