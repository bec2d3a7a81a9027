package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.model.Models;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharedModulesTest {
    private static final PictureFormat FROM = TestFormats.i420(38, 22);
    private static final PictureFormat TO = TestFormats.i420(152, 88);

    private static Picture upscaled(SuperResolver resolver, int seed) {
        Picture output = TestFormats.blank(TO);
        resolver.upscale(List.of(TestFormats.noise(FROM, seed)), List.of(output));
        return output;
    }

    @Test
    void streams_share_a_network_but_not_its_memory_of_the_past() {
        int before = SharedModules.count();
        SuperResolver first = Models.open("nano", "cpu", 1);
        Picture alone = upscaled(first, 1);
        Picture second = upscaled(first, 2);

        try (SuperResolver other = Models.open("nano", "cpu", 1)) {
            assertThat(SharedModules.count()).isEqualTo(before + 1);
            assertThat(upscaled(other, 1).bytes()).isEqualTo(alone.bytes());
            first.close();
            assertThat(upscaled(other, 2).bytes()).isEqualTo(second.bytes());
        }
        assertThat(SharedModules.count()).isEqualTo(before);
    }

    /** Two networks, each wanted by two streams at the same moment, while others are closed. */
    @Test
    void networks_are_loaded_at_the_same_time_each_once() {
        int before = SharedModules.count();
        for (int round = 0; round < 4; round++) {
            List<CompletableFuture<SuperResolver>> opening = Stream.of("nano", "live", "nano", "live")
                    .map(name -> CompletableFuture.supplyAsync(() -> Models.open(name, "cpu", 1), task -> new Thread(task).start())).toList();

            List<SuperResolver> resolvers = opening.stream().map(CompletableFuture::join).toList();

            assertThat(SharedModules.count()).isEqualTo(before + 2);
            assertThat(upscaled(resolvers.get(0), 1).bytes()).isEqualTo(upscaled(resolvers.get(2), 1).bytes());
            assertThat(upscaled(resolvers.get(1), 1).bytes()).isEqualTo(upscaled(resolvers.get(3), 1).bytes());
            resolvers.forEach(SuperResolver::close);
            assertThat(SharedModules.count()).isEqualTo(before);
        }
    }

    @Test
    void many_streams_at_once_get_what_one_gets() {
        try (SuperResolver one = Models.open("nano", "cpu", 1)) {
            Picture expected = upscaled(one, 1);

            List<Picture> all = IntStream.range(0, 6).parallel().mapToObj(i -> {
                try (SuperResolver resolver = Models.open("nano", "cpu", 1)) {
                    return upscaled(resolver, 1);
                }
            }).toList();

            assertThat(all).allSatisfy(picture -> assertThat(picture.bytes()).isEqualTo(expected.bytes()));
        }
    }
}
