package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options are checked before anything is done. */
class OptionsTest {
    private static final String CITY = Terminal.HOME.resolve("samples/city.mp4").toString();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "upscale IN OUT.mkv --group-length 65, --group-length 65 is not in 1 to 64",
        "upscale IN OUT.mkv --quality 52, --quality 52 is not in 0 to 51",
        "evaluate IN --group-length 65, --group-length 65 is not in 1 to 64",
        "bench --group-length 65, --group-length 65 is not in 1 to 64",
        "bench --frames 9, --frames 9 is too few",
        "train --data IN --out OUT --steps 0, --steps 0 is less than 1",
        "train --data IN --out OUT --report 0, --report 0 is less than 1",
        "train prepare IN --out OUT.tar --every 0, --every 0 is less than the 16 frames of a strip",
        "train prepare IN --out OUT.tar --places 0, --places 0 is less than 1"})
    void a_number_that_is_out_of_range_is_refused_with_its_limit(String line, String reason) {
        StringWriter errors = new StringWriter();
        String[] arguments = line.replace("IN", CITY).replace("OUT", folder.resolve("out").toString()).split(" ");

        int code = Main.commands().setErr(new PrintWriter(errors)).execute(arguments);

        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains(reason);
        assertThat(folder).isEmptyDirectory();
    }
}
