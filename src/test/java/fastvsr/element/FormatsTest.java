package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.RawPicture;
import fastvsr.gst.Rig;
import fastvsr.gst.VideoInfo;
import fastvsr.model.ModelSpec;
import fastvsr.model.Preset;
import fastvsr.model.SuperResolver;
import fastvsr.model.torch.TorchSuperResolver;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every raw format through the element and an untrained network, which interpolates. */
@Timeout(60)
class FormatsTest {
    /** Range, matrix, transfer and primaries by GStreamer's numbers, and names for the usual ones. */
    private static final List<String> YUV_COLORS = List.of("bt601", "bt709", "bt2020", "bt2100-pq", "bt2100-hlg",
            "1:4:16:4", "1:3:5:1", "1:6:14:7"); // the last three: full range of BT.601, BT.709, BT.2020
    private static final List<String> RGB_COLORS = List.of("sRGB", "2:1:7:1", "1:1:14:7");
    private static final List<String> SIZES = List.of("width=1,height=1", "width=3,height=5", "width=161,height=91",
            "width=18,height=10");

    private static SuperResolver network;

    @BeforeAll
    static void register() {
        var spec = new ModelSpec("untrained", Preset.PAGE, 4, 1, 0);
        network = TorchSuperResolver.open(spec, Preset.NANO.untrained(3), "cpu", 1);
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, (model, device) -> lent()));
    }

    @AfterAll
    static void close() {
        network.close();
    }

    /** The network, which stays open when an element closes it. */
    private static SuperResolver lent() {
        return new Forwarding(network) {
            @Override
            public void close() {
                reset();
            }
        };
    }

    static List<String> formats() {
        return Host.formats();
    }

    private static Rig rig() {
        return new Rig("fastvsr-tested", "group-length", "1");
    }

    private static RawPicture upscale(Rig rig, String caps, RawPicture input) {
        rig.caps(caps);
        rig.push(input.bytes(), 0);
        byte[] output = rig.pull().bytes();
        return new RawPicture(rig.agreedCaps(), output);
    }

    private static String caps(String format, String size, String more) {
        return "video/x-raw,framerate=25/1,format=" + format + "," + size + more;
    }

    private static RawPicture flat(String caps, int seed) {
        var picture = new RawPicture(caps);
        for (int i = 0; i < picture.components().size(); i++) {
            picture.fill(i, code(picture, i, seed));
        }
        return picture;
    }

    /** Another code for every component and seed, up to the first and the last that may stand for a colour. */
    private static int code(RawPicture picture, int component, int seed) {
        int top = (1 << picture.components().get(component).depth()) - 1;
        double[] shares = {0.37, 0.0625, 0.9, 0.71, 0.1, 0.502, 0.95};
        return (int) Math.round(top * shares[(seed + 3 * component) % shares.length]);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void components_lie_where_gstreamer_reads_them(String format) {
        var picture = flat(caps(format, "width=6,height=4", ""), 0);
        String neutral = picture.model() == VideoInfo.Model.RGB ? "ARGB64_LE" : "AYUV64";

        var read = picture.convertedBy(caps(neutral, "width=6,height=4", ""));

        for (int i = 0; i < picture.components().size(); i++) {
            assertThat(read.get(i, 5, 3) >> 16 - picture.components().get(i).depth()).as("component " + i)
                    .isEqualTo(code(picture, i, 0));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void flat_colours_stay_within_one_code_in_every_range_and_matrix(String format) {
        boolean isRgb = new RawPicture(caps(format, "width=1,height=1", "")).model() == VideoInfo.Model.RGB;
        try (var rig = rig()) {
            int seed = 0;
            for (String colors : isRgb ? RGB_COLORS : YUV_COLORS) {
                String caps = caps(format, SIZES.get(seed % SIZES.size()), ",colorimetry=" + colors);
                var output = upscale(rig, caps, flat(caps, seed));
                for (int i = 0; i < output.components().size(); i++) {
                    int wanted = code(output, i, seed);
                    assertThat(codes(output, i)).as(caps + " component " + i)
                            .allSatisfy(code -> assertThat(code).isBetween(wanted - 1, wanted + 1));
                }
                seed++;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void every_format_takes_odd_output_sizes(String format) {
        String caps = caps(format, "width=18,height=10", "");
        try (var rig = rig()) {
            rig.downstreamCaps("video/x-raw,width=31,height=23");

            var output = upscale(rig, caps, flat(caps, 1));

            assertThat(output.components().get(0)).extracting(VideoInfo.Component::width, VideoInfo.Component::height)
                    .containsExactly(31, 23);
            for (int i = 0; i < output.components().size(); i++) {
                int wanted = code(output, i, 1);
                assertThat(codes(output, i)).as("component " + i)
                        .allSatisfy(code -> assertThat(code).isBetween(wanted - 1, wanted + 1));
            }
        }
    }

    private static List<Integer> codes(RawPicture picture, int component) {
        var c = picture.components().get(component);
        return IntStream.range(0, c.width() * c.height())
                .mapToObj(i -> picture.get(component, i % c.width(), i / c.width())).distinct().toList();
    }

    /** A ramp tells by how much a plane has been moved: its slope is known. */
    @ParameterizedTest
    @MethodSource("formats")
    void neither_luma_nor_chroma_moves(String format) {
        for (String site : List.of("mpeg2", "jpeg", "cosited", "v-cosited")) {
            String caps = caps(format, "width=32,height=28", ",chroma-site=" + site);
            try (var rig = rig()) {
                var output = upscale(rig, caps, ramps(caps));

                for (int i = 0; i < output.components().size(); i++) {
                    double bound = 0.6 / slope(output, i); // a rounded code, in input pixels
                    assertThat(distance(output, i, site)).as(caps + " component " + i).isLessThan(bound);
                }
            }
        }
    }

    /** Codes per input pixel, down; across it is half of that. */
    private static double slope(RawPicture picture, int component) {
        int depth = picture.components().get(component).depth();
        return 0.75 * (1 << depth) / (28 + 16);
    }

    private static double ramp(RawPicture picture, int component, double x, double y) {
        int depth = picture.components().get(component).depth();
        return (1 << depth) / 8.0 + slope(picture, component) * (y + 0.5 * x);
    }

    private static RawPicture ramps(String caps) {
        var picture = new RawPicture(caps);
        String site = caps.replaceAll(".*chroma-site=", "");
        for (int i = 0; i < picture.components().size(); i++) {
            for (int y = 0; y < picture.components().get(i).height(); y++) {
                for (int x = 0; x < picture.components().get(i).width(); x++) {
                    picture.put(i, x, y, (int) Math.round(ramp(picture, i, place(x, picture.across(i), isLeft(site)),
                            place(y, picture.down(i), isTop(site)))));
                }
            }
        }
        return picture;
    }

    /** Where a sample lies on the luma grid. */
    private static double place(int sample, int shared, boolean cosited) {
        return sample * shared + (cosited ? 0 : (shared - 1) / 2.0);
    }

    private static boolean isLeft(String site) {
        return List.of("mpeg2", "cosited").contains(site);
    }

    private static boolean isTop(String site) {
        return List.of("cosited", "v-cosited").contains(site);
    }

    /** Mean distance in input pixels, inside the picture, between where a value is and where it belongs. */
    private static double distance(RawPicture output, int component, String site) {
        var c = output.components().get(component);
        double sum = 0;
        int samples = 0;
        for (int y = c.height() / 4; y < c.height() * 3 / 4; y++) {
            for (int x = c.width() / 4; x < c.width() * 3 / 4; x++) {
                double column = (place(x, output.across(component), isLeft(site)) + 0.5) / 4 - 0.5;
                double row = (place(y, output.down(component), isTop(site)) + 0.5) / 4 - 0.5;
                sum += output.get(component, x, y) - ramp(output, component, column, row);
                samples++;
            }
        }
        return Math.abs(sum / samples / slope(output, component));
    }

    @ParameterizedTest
    @CsvSource({"I420_10LE, 10", "P010_10LE, 10", "I422_10LE, 10", "Y444_12LE, 12", "GBR_10LE, 10", "GRAY16_LE, 16"})
    void more_than_eight_bits_come_out(String format, int bits) {
        String caps = caps(format, "width=1024,height=2", "");
        var input = new RawPicture(caps);
        for (int i = 0; i < input.components().size(); i++) {
            int columns = input.components().get(i).width();
            for (int x = 0; x < columns * input.components().get(i).height(); x++) {
                input.put(i, x % columns, x / columns, (1 << bits) * (x % columns) / columns);
            }
        }

        try (var rig = rig()) {
            var output = upscale(rig, caps, input);

            assertThat(codes(output, 0)).as("of which 8 bits would hold 256").hasSizeGreaterThan(1000);
        }
    }

    @ParameterizedTest
    @CsvSource({"I420, 13", "NV12, 7", "RGB, 5", "YUY2, 3", "I420_10LE, 6", "P010_10LE, 13", "GRAY16_LE, 1"})
    void long_rows_make_no_difference(String format, int slack) {
        String caps = caps(format, "width=17,height=9", "");
        try (var rig = rig()) {
            var expected = upscale(rig, caps, ramps(caps + ",chroma-site=mpeg2"));

            rig.pushWithLongRows(ramps(caps + ",chroma-site=mpeg2"), format, slack);

            assertThat(rig.pull().bytes()).isEqualTo(expected.bytes());
        }
    }

    @Test
    void what_caps_say_about_high_dynamic_range_passes() {
        var fields = List.of("colorimetry=(string)bt2100-pq", "chroma-site=(string)cosited",
                "mastering-display-info=(string)34000:16000:13250:34500:7500:3000:15635:16450:10000000:1",
                "content-light-level=(string)1000:400", "multiview-mode=(string)mono");
        try (var rig = rig()) {
            rig.caps(caps("P010_10LE", "width=16,height=8", "," + String.join(",", fields)));
            rig.push(new byte[Host.pictureBytes("P010_10LE", 16, 8)], 0);
            rig.pull();

            assertThat(rig.agreedCaps().replace("\\", "").replace("\"", "")).contains(fields);
        }
    }
}
