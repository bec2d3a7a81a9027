package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.train.Drawing;
import fastvsr.train.Library;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DrawTest {
    @TempDir
    private Path folder;

    @Test
    void training_reads_the_drawings_as_photos() {
        Path archive = folder.resolve("drawings.tar");

        assertThat(new CommandLine(new Draw()).execute("--count", "2", "--seed", "5", "--out", archive.toString())).isZero();

        Library library = Library.load(List.of(archive));
        assertThat(library.photos()).extracting(Library.Item::name)
                .containsExactly("drawings.tar/drawing-005.png", "drawings.tar/drawing-006.png");
        assertThat(library.photos().get(1).image().samples()).isEqualTo(Drawing.of(6).samples());
    }

    @Test
    void no_drawings_at_all_are_refused() {
        StringWriter errors = new StringWriter();

        int code = new CommandLine(new Draw()).setErr(new PrintWriter(errors))
                .execute("--count", "0", "--out", folder.resolve("none.tar").toString());

        assertThat(code).isNotZero();
        assertThat(errors.toString()).contains("--count 0 is not in 1 to 1000");
        assertThat(folder.resolve("none.tar")).doesNotExist();
    }

    @Test
    void an_archive_that_cannot_be_written_is_named() throws Exception {
        Terminal.Answer answer = new Terminal(folder).fastvsrOnFullDisk("train", "draw", "--count", "20", "--out", "drawings.tar");

        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.errors()).contains("drawings.tar cannot be written");
        assertThat(folder).isEmptyDirectory();
    }
}
