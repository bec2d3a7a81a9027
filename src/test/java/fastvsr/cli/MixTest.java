package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.ElementType;
import fastvsr.model.HostTensor;
import fastvsr.model.Safetensors;
import fastvsr.model.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MixTest {
    @TempDir
    private Path folder;

    @Test
    void the_mean_of_two_files_is_written_in_halves_with_the_metadata_of_the_first() throws IOException {
        Path first = file("first", 1, 2);
        Path second = file("second", 3, -2);

        assertThat(mix(first, second, "0.25").code()).isZero();

        Weights mean = Safetensors.read(folder.resolve("mean.safetensors"));
        assertThat(mean.tensors().get("w").floats()).containsExactly(1.5f, 1);
        assertThat(mean.tensors().get("w").type()).isEqualTo(ElementType.F16);
        assertThat(mean.metadata()).containsEntry("name", "first");
    }

    @Test
    void a_share_beyond_one_is_refused_and_nothing_is_written() throws IOException {
        Outcome outcome = mix(file("first", 1), file("second", 2), "1.5");

        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.errors()).contains("--share 1.5 is not in 0 to 1");
        assertThat(folder.resolve("mean.safetensors")).doesNotExist();
    }

    private record Outcome(int code, String errors) {
    }

    private Outcome mix(Path first, Path second, String share) {
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new Mix()).setErr(new PrintWriter(errors)).execute(first.toString(), second.toString(),
                "--share", share, "--out", folder.resolve("mean.safetensors").toString());
        return new Outcome(code, errors.toString());
    }

    private Path file(String name, float... values) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        try (OutputStream out = Files.newOutputStream(file)) {
            Safetensors.write(new Weights(Map.of("page", "fastvsr", "name", name), Map.of("w", HostTensor.of(values, values.length))), out);
        }
        return file;
    }
}
