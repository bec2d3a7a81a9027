package fastvsr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training data is read completely or refused by name. */
class LibraryTest {
    @TempDir
    private Path folder;

    @Test
    void a_tar_of_photos_and_strips_is_sorted_by_size() throws IOException {
        Path tar = tar(new TarFile.Entry("a.jpg", StripCutter.jpeg(Samples.photo(1).image())),
                new TarFile.Entry("b.jpg", StripCutter.jpeg(Samples.strip(2).image())),
                new TarFile.Entry("index.tsv", new byte[] {'x'}));

        Library library = Library.load(List.of(tar));

        assertThat(library.photos()).extracting(Library.Item::name).containsExactly("data.tar/a.jpg");
        assertThat(library.strips()).extracting(Library.Item::name).containsExactly("data.tar/b.jpg");
    }

    @Test
    void a_film_strip_of_another_length_is_refused_instead_of_passing_as_a_photo() throws IOException {
        RgbImage eight = new RgbImage(Library.STRIP_SIDE, 8 * Library.STRIP_SIDE,
                new byte[3 * 8 * Library.STRIP_SIDE * Library.STRIP_SIDE]);
        Path tar = tar(new TarFile.Entry("old.jpg", StripCutter.jpeg(eight)));

        assertThatThrownBy(() -> Library.load(List.of(tar))).isInstanceOf(TrainingException.class)
                .hasMessageContaining("old.jpg").hasMessageContaining("8 frames").hasMessageContaining("train prepare");
    }

    @Test
    void a_name_of_a_hundred_bytes_is_kept_and_a_longer_one_refused() throws IOException {
        byte[] jpeg = StripCutter.jpeg(Samples.photo(1).image());
        String longest = "a".repeat(96) + ".jpg";

        Library library = Library.load(List.of(tar(new TarFile.Entry(longest, jpeg))));

        assertThat(library.photos()).extracting(Library.Item::name).containsExactly("data.tar/" + longest);
        assertThatThrownBy(() -> tar(new TarFile.Entry("a" + longest, jpeg))).isInstanceOf(IOException.class)
                .hasMessageContaining("100 bytes");
    }

    @Test
    void more_film_strips_than_memory_holds_are_refused() {
        List<Library.Item> many = Collections.nCopies(540, Samples.strip(1));

        assertThatThrownBy(() -> new Library(List.of(Samples.photo(1)), many)).isInstanceOf(TrainingException.class)
                .hasMessageContaining("540").hasMessageContaining("539").hasMessageContaining("--every");
    }

    @Test
    void more_photos_than_one_buffer_holds_are_refused() {
        Library library = new Library(Collections.nCopies(1748, Samples.photo(1)), List.of());

        assertThatThrownBy(library::photoBytes).isInstanceOf(TrainingException.class).hasMessageContaining("1748").hasMessageContaining("1747");
    }

    @Test
    void a_damaged_picture_is_named() throws IOException {
        byte[] jpeg = StripCutter.jpeg(Samples.photo(1).image());
        Path tar = tar(new TarFile.Entry("good.jpg", jpeg), new TarFile.Entry("torn.jpg", Arrays.copyOf(jpeg, 300)));

        assertThatThrownBy(() -> Library.load(List.of(tar))).isInstanceOf(TrainingException.class)
                .hasMessageContaining("data.tar/torn.jpg");
    }

    @Test
    void a_tar_that_ends_early_is_named() throws IOException {
        Path tar = tar(new TarFile.Entry("a.jpg", StripCutter.jpeg(Samples.photo(1).image())));
        Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), 2000));

        assertThatThrownBy(() -> Library.load(List.of(tar))).isInstanceOf(TrainingException.class)
                .hasMessageContaining("data.tar");
    }

    @Test
    void missing_data_is_named() {
        assertThatThrownBy(() -> Library.load(List.of(folder.resolve("nowhere.tar"))))
                .isInstanceOf(TrainingException.class).hasMessageContaining("nowhere.tar");
    }

    @Test
    void strips_that_are_held_out_are_not_trained_on() {
        Library library = new Library(List.of(Samples.photo(1), Samples.photo(2)), List.of(Samples.strip(3), Samples.strip(4)));

        assertThat(library.training(List.of("strip 4")).strips()).extracting(Library.Item::name).containsExactly("strip 3");
        assertThat(library.heldOut(List.of("strip 4")).strips()).extracting(Library.Item::name).containsExactly("strip 4");
        assertThat(library.training(List.of()).photos()).extracting(Library.Item::name).containsExactly("photo 2");
    }

    private Path tar(TarFile.Entry... entries) throws IOException {
        Path tar = folder.resolve("data.tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            for (TarFile.Entry entry : entries) {
                TarFile.write(out, entry);
            }
            TarFile.end(out);
        }
        return tar;
    }
}
