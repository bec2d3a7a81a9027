package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    @TempDir
    private Path folder;

    @Test
    void an_archive_of_videos_that_is_missing_is_named_itself() {
        StringWriter errors = new StringWriter();

        int code = Main.commands().setErr(new PrintWriter(errors)).execute("train", "prepare", folder.resolve("videos.tar").toString(), "--out",
                folder.resolve("strips.tar").toString());

        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains("videos.tar").doesNotContain("strips.tar");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void an_archive_without_strips_is_not_written() throws Exception {
        Path video = folder.resolve("short.mkv");
        Path archive = folder.resolve("strips.tar");
        Clips.make(folder, 5, "x264enc ! matroskamux ! filesink location=" + video);
        StringWriter errors = new StringWriter();

        int code = Main.commands().setErr(new PrintWriter(errors)).execute("train", "prepare", video.toString(), "--out", archive.toString());

        assertThat(code).isEqualTo(1);
        assertThat(errors.toString()).contains("no video has the 16 frames of a strip");
        assertThat(archive).doesNotExist();
    }
}
