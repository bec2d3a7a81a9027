package fastvsr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartFileTest {
    private static final int MANY = 500;

    @TempDir
    Path folder;

    @Test
    void numbered_pictures_are_gone_though_one_more_is_written_whenever_one_is_removed() throws Exception {
        PartFile part = PartFile.of(frames(), false);
        CountDownLatch written = new CountDownLatch(MANY);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntilTheFolderIsGone(part.path().getParent(), written));
        written.await();

        part.close();

        writer.join();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4.part", "clip.mp4.part.scratch", ".fastvsr-1"})
    void files_of_the_user_stay_whatever_they_are_called(String name) throws Exception {
        Path precious = Files.writeString(folder.resolve(name), "precious");

        try (PartFile part = PartFile.of(folder.resolve("clip.mp4"), false)) {
            Files.writeString(part.path(), "new");
            Files.writeString(part.scratch(), "scratch");
            part.commit();
        }

        assertThat(precious).hasContent("precious");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(name, "clip.mp4");
    }

    @Test
    void two_that_write_the_same_result_do_not_disturb_each_other() throws Exception {
        Path result = folder.resolve("clip.mp4");
        PartFile first = PartFile.of(result, false);
        PartFile second = PartFile.of(result, false);
        Files.writeString(first.path(), "first");
        Files.writeString(second.path(), "second");

        second.close();
        first.commit();

        assertThat(result).hasContent("first");
        assertThat(folder.toFile().list()).containsExactly("clip.mp4");
    }

    @Test
    void a_file_that_has_appeared_meanwhile_is_kept_and_so_is_the_new_one() throws Exception {
        Path result = folder.resolve("clip.mp4");
        try (PartFile part = PartFile.of(result, false)) {
            Files.writeString(part.path(), "new");
            Files.writeString(result, "precious");

            assertThatThrownBy(part::commit).isInstanceOf(CommandException.class)
                    .hasMessage(result + " has appeared meanwhile and is kept; the new result is " + part.path());

            part.close();
            assertThat(result).hasContent("precious");
            assertThat(part.path()).hasContent("new");
        }
    }

    @Test
    void numbered_pictures_stay_together_though_one_has_appeared_meanwhile() throws Exception {
        try (PartFile part = PartFile.of(frames(), false)) {
            Path first = Files.writeString(part.path().resolveSibling("frame-1.png"), "new");
            Path precious = Files.writeString(folder.resolve("frame-7.png"), "precious");

            assertThatThrownBy(part::commit).isInstanceOf(CommandException.class)
                    .hasMessageContainingAll("frame-7.png has appeared", "in " + first.getParent());

            part.close();
            assertThat(precious).hasContent("precious");
            assertThat(first).hasContent("new");
            assertThat(folder.resolve("frame-1.png")).doesNotExist();
        }
    }

    @Test
    void a_link_stays_and_its_target_is_replaced() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("target.mp4"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("clip.mp4"), target);

        try (PartFile part = PartFile.of(link, true)) {
            Files.writeString(part.path(), "new");
            assertThat(part.path()).startsWithRaw(elsewhere.toRealPath());
            part.commit();
        }

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void a_folder_in_the_place_of_a_numbered_picture_is_no_file_to_be_replaced() throws Exception {
        Files.createDirectory(folder.resolve("frame-2.png"));

        assertThatThrownBy(() -> PartFile.of(frames(), true)).isInstanceOf(CommandException.class)
                .hasMessageContaining("frame-2.png is a folder");
    }

    @Test
    void fewer_numbered_pictures_leave_none_of_those_that_they_replace() throws Exception {
        for (int i = 1; i <= 3; i++) {
            Files.writeString(folder.resolve("frame-" + i + ".png"), "old");
        }
        Files.writeString(folder.resolve("frame-x.png"), "another");

        try (PartFile part = PartFile.of(frames("."), true)) {
            Files.writeString(part.path().resolveSibling("frame-1.png"), "new");
            Files.writeString(part.path().resolveSibling("frame-2.png"), "new");
            part.commit();
        }

        assertThat(folder.resolve("frame-1.png")).hasContent("new");
        assertThat(folder.resolve("frame-2.png")).hasContent("new");
        assertThat(folder.resolve("frame-3.png")).doesNotExist();
        assertThat(folder.resolve("frame-x.png")).hasContent("another");
    }

    private NumberedFiles frames() {
        return frames("");
    }

    private NumberedFiles frames(String place) {
        return NumberedFiles.of(folder.resolve(place).resolve("frame-%d.png")).orElseThrow();
    }

    /** As GLib does, which gives a complete file its name. */
    private static void writeUntilTheFolderIsGone(Path part, CountDownLatch written) {
        try {
            for (int i = 1; ; i++) {
                Path unfinished = Files.writeString(part.resolve("frame-" + i + ".png.0XYZ12"), "picture");
                Files.move(unfinished, part.resolve("frame-" + i + ".png"));
                written.countDown();
            }
        } catch (NoSuchFileException end) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
