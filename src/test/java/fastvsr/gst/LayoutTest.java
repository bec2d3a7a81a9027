package fastvsr.gst;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number taken from a C header equals what the C compiler makes of that header. */
class LayoutTest {
    @Test
    void annotated_constants_equal_the_headers(@TempDir Path folder) throws Exception {
        var constants = constants();

        Map<String, Long> fromHeaders = compiled(constants, folder);

        assertThat(constants).hasSizeGreaterThan(60);
        for (Field constant : constants) {
            constant.setAccessible(true);
            String expression = constant.getAnnotation(C.class).value();
            assertThat(((Number) constant.get(null)).longValue()).as(expression).isEqualTo(fromHeaders.get(expression));
        }
    }

    private static List<Field> constants() {
        return new ClassFileImporter().importPackages("fastvsr.gst").stream().map(JavaClass::reflect)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> field.isAnnotationPresent(C.class)).toList();
    }

    private static Map<String, Long> compiled(List<Field> constants, Path folder) throws Exception {
        Path source = folder.resolve("layout.c");
        Path program = folder.resolve("layout");
        Files.writeString(source, "#include <stddef.h>\n#include <stdio.h>\n#include <gst/gst.h>\n"
                + "#include <gst/video/video.h>\nint main(void) {\n"
                + constants.stream().map(field -> field.getAnnotation(C.class).value())
                        .map(c -> "printf(\"%lld\\t%s\\n\", (long long) (" + c + "), \"" + c + "\");\n")
                        .collect(Collectors.joining()) + "return 0;\n}\n");
        var compile = new ArrayList<>(List.of("cc", "-o", program.toString(), source.toString()));
        compile.addAll(List.of(output("pkg-config", "--cflags", "--libs", "gstreamer-video-1.0").trim().split("\\s+")));
        output(compile.toArray(String[]::new));
        var values = new TreeMap<String, Long>();
        output(program.toString()).lines().map(line -> line.split("\t"))
                .forEach(cells -> values.put(cells[1], Long.parseLong(cells[0])));
        return values;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }
}
