package fastvsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import fastvsr.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The element as video editors see and use it: GStreamer Editing Services, and a list of effects with their widgets. */
class EditorsTest {
    private static final Path CITY = Terminal.HOME.resolve("samples/city.mp4");
    private static final int WIDTH = 64;
    private static final int HEIGHT = 36;
    /** What Pitivi does: every factory with Effect and Video in its class; a widget per writable property. */
    private static final String LIST_EFFECTS = """
            import json
            from gi.repository import GObject
            def kind(spec):
                if hasattr(spec, 'enum_class'): return 'enum'
                if spec.value_type.is_a(GObject.TYPE_FLAGS): return 'flags'
                return spec.value_type.name
            def values(spec):
                if kind(spec) == 'enum': return [v.value_nick for v in spec.enum_class.__enum_values__.values()]
                return [str(getattr(spec, 'minimum', '')), str(getattr(spec, 'maximum', ''))]
            factories = Gst.Registry.get().get_feature_list(Gst.ElementFactory)
            effects = [f for f in factories if all(word in f.get_metadata('klass') for word in ('Effect', 'Video'))]
            ours = [f for f in effects if f.get_name() == 'fastvsr'][0]
            element = ours.create(None)
            specs = [s for s in element.list_properties() if s.owner_type == element.__gtype__]
            print(json.dumps({'rank': ours.get_rank(), 'properties': [{'name': s.name, 'nick': s.nick, 'blurb': s.blurb,
                'isWritable': bool(s.flags & GObject.ParamFlags.WRITABLE), 'kind': kind(s), 'values': values(s),
                'start': str(s.default_value)} for s in specs]}))
            """;

    private record Listing(int rank, List<Widget> properties) {
    }

    private record Widget(String name, String nick, String blurb, boolean isWritable, String kind, List<String> values,
            String start) {
        /** Whether a widget can be drawn: an entry, a switch, a range that holds its default, a choice. */
        boolean isUsable() {
            return switch (kind) {
                case "gchararray", "gboolean" -> true;
                case "enum" -> values.size() > 1;
                default -> Double.parseDouble(values.get(0)) < Double.parseDouble(values.get(1))
                        && Double.parseDouble(values.get(0)) <= Double.parseDouble(start)
                        && Double.parseDouble(start) <= Double.parseDouble(values.get(1));
            };
        }
    }

    @TempDir
    Path folder;
    private GstTools tools;

    @BeforeEach
    void open_tools() {
        tools = new GstTools(Terminal.HOME.resolve("target/plugin"), folder.resolve("registry"));
    }

    @Test
    void a_clip_with_the_effect_renders_without_further_words() throws Exception {
        Path result = render("");

        assertThat(reduced("filesrc location=" + result)).hasSizeGreaterThan(WIDTH * HEIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"640x360", "1280x720", "1920x1080"})
    void the_clip_fills_the_frame_of_a_project_of_any_size(String size) throws Exception {
        String caps = "video/x-raw,framerate=25/1,width=" + size.replace("x", ",height=");

        byte[] rendered = reduced("filesrc location=" + render("--video-caps=" + caps));
        byte[] original = reduced("filesrc location=" + CITY);

        assertThat(rendered).hasSize(5 * WIDTH * HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            assertThat(row(rendered, y)).as("row %d", y).isCloseTo(row(original, y), within(20.0));
        }
        for (int x = 0; x < WIDTH; x++) {
            assertThat(column(rendered, x)).as("column %d", x).isCloseTo(column(original, x), within(20.0));
        }
    }

    /** Mean luma of a row of the first frame. */
    private static double row(byte[] frames, int y) {
        return IntStream.range(0, WIDTH).map(x -> Byte.toUnsignedInt(frames[y * WIDTH + x])).average().orElseThrow();
    }

    private static double column(byte[] frames, int x) {
        return IntStream.range(0, HEIGHT).map(y -> Byte.toUnsignedInt(frames[y * WIDTH + x])).average().orElseThrow();
    }

    @Test
    void a_list_of_effects_shows_it_with_a_usable_widget_for_every_property() throws Exception {
        var answer = tools.python(LIST_EFFECTS);

        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        var listing = new Gson().fromJson(answer.output(), Listing.class);
        assertThat(listing.rank()).isZero();
        assertThat(listing.properties()).extracting(Widget::name).contains("model", "device", "group-length", "stats");
        assertThat(listing.properties()).filteredOn(Widget::isWritable).allMatch(Widget::isUsable);
        assertThat(listing.properties()).allSatisfy(widget -> {
            assertThat(widget.nick()).isNotBlank().isNotEqualTo(widget.name());
            assertThat(widget.blurb()).hasSizeGreaterThan(widget.nick().length());
        });
    }

    private Path render(String caps) throws Exception {
        Path result = folder.resolve("result.mp4");
        var answer = tools.bash("ges-launch-1.0 --track-types=video " + caps + " +clip " + CITY
                + " duration=0.2 +effect fastvsr --format='video/quicktime,variant=iso:video/x-h264' --outputuri=file://" + result);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return result;
    }

    /** All frames, small and grey. */
    private byte[] reduced(String source) throws Exception {
        Path raw = folder.resolve("raw");
        var answer = tools.bash("gst-launch-1.0 -q " + source + " ! decodebin ! videoconvert ! videoscale method=bilinear"
                + " ! video/x-raw,format=GRAY8,pixel-aspect-ratio=1/1,width=" + WIDTH + ",height=" + HEIGHT
                + " ! filesink location=" + raw);
        assertThat(answer.exitCode()).as(answer.errors()).isZero();
        return Files.readAllBytes(raw);
    }
}
