package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The plugin descriptor and the Java side agree about the properties. */
class SettingsTest {
    private static final Path DESCRIPTOR = Path.of("plugin-descriptor/fastvsr.gstjava");

    private record Described(String name, Map<String, String> keys) {
    }

    @Test
    void the_descriptor_lists_the_same_properties_in_the_same_order() throws IOException {
        var described = described();

        assertThat(described).extracting(Described::name).containsExactly(
                List.of(Property.values()).stream().map(Property::dashedName).toArray(String[]::new));
        assertThat(described).extracting(property -> property.keys().get("type")).containsExactly(
                List.of(Property.values()).stream().map(property -> property.type().name().toLowerCase())
                        .toArray(String[]::new));
    }

    @Test
    void the_descriptor_states_the_same_defaults_and_ranges() throws IOException {
        var described = described();

        assertThat(described.get(0).keys()).containsEntry("default", Settings.DEFAULT.model());
        assertThat(described.get(1).keys()).containsEntry("default", Settings.DEFAULT.device());
        assertThat(described.get(2).keys()).containsEntry("default", String.valueOf(Settings.DEFAULT.groupLength()))
                .containsEntry("minimum", "1").containsEntry("maximum", String.valueOf(Models.LONGEST_GROUP));
        assertThat(described.get(3).keys()).containsEntry("default", Settings.DEFAULT.latePolicy().name().toLowerCase());
        assertThat(Double.valueOf(described.get(4).keys().get("default"))).isEqualTo(Settings.DEFAULT.scale());
        assertThat(described.get(4).keys()).containsEntry("minimum", "1").containsEntry("maximum", "" + VideoCaps.SCALE);
    }

    @Test
    void the_descriptor_lists_the_fields_of_the_statistics() throws IOException {
        Host.register("fastvsr-tested", FastVsr::adopt,
                element -> FastVsr.attach(element, (model, device) -> new NearestNeighbour()));
        String told;
        try (var rig = new Rig("fastvsr-tested")) {
            told = rig.stats();
        }

        var fields = Pattern.compile("([a-z-]+)=\\(").matcher(told).results().map(field -> field.group(1)).toList();

        assertThat(described().get(5).keys()).containsEntry("blurb", "Fields " + String.join(", ", fields));
    }

    private static List<Described> described() throws IOException {
        var properties = new ArrayList<Described>();
        boolean isInside = false;
        for (String line : Files.readAllLines(DESCRIPTOR)) {
            if (line.startsWith("[")) {
                isInside = line.startsWith("[property ");
                if (isInside) {
                    properties.add(new Described(line.substring(10, line.length() - 1), new HashMap<>()));
                }
            } else if (isInside && line.contains("=")) {
                String[] cells = line.split("=", 2);
                properties.get(properties.size() - 1).keys().put(cells[0], cells[1]);
            }
        }
        return properties;
    }
}
