package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.ModelException;
import fastvsr.model.Models;
import fastvsr.model.NetworkPage;
import fastvsr.model.NetworkSource;
import fastvsr.model.Picture;
import fastvsr.model.PictureFormat;
import fastvsr.model.SuperResolver;
import fastvsr.model.TestFormats;
import fastvsr.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

    private static SharedModules.Key key(int number) {
        return new SharedModules.Key(new PackedNetwork.Fingerprint(number, number, number), "cpu");
    }

    private static TorchModule load() {
        NetworkPage page = new NetworkPage("idle", """
                def idle(self) -> int:
                  return 1
                """);
        return TorchModule.load(new NetworkSource(List.of(page), Map.of(), new Weights(Map.of(), Map.of())), false, "cpu", 1);
    }

    private static CompletableFuture<TorchModule> opening(SharedModules.Key key, Supplier<TorchModule> loader) {
        return CompletableFuture.supplyAsync(() -> SharedModules.open(key, 1, loader), task -> new Thread(task).start());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void networks_are_loaded_at_the_same_time() {
        int before = SharedModules.count();
        CountDownLatch bothLoad = new CountDownLatch(2);
        Supplier<TorchModule> loader = () -> {
            bothLoad.countDown();
            await(bothLoad);
            return load();
        };

        List<TorchModule> modules = Stream.of(opening(key(1), loader), opening(key(2), loader)).map(CompletableFuture::join).toList();

        assertThat(SharedModules.count()).isEqualTo(before + 2);
        modules.forEach(TorchModule::close);
        assertThat(SharedModules.count()).isEqualTo(before);
    }

    @Test
    void a_network_that_cannot_be_loaded_fails_for_all_who_wait_and_is_tried_again_afterwards() {
        int before = SharedModules.count();
        CountDownLatch othersWait = new CountDownLatch(1);
        CompletableFuture<TorchModule> first = opening(key(3), () -> {
            await(othersWait);
            throw new ModelException(ModelException.Cause.ENGINE, "the GPU is full");
        });
        while (SharedModules.count() == before) {
            Thread.onSpinWait();
        }
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        CompletableFuture<TorchModule> second = CompletableFuture.supplyAsync(() -> SharedModules.open(key(3), 1, () -> {
            throw new AssertionError("loaded twice");
        }), task -> {
            waiting.add(new Thread(task));
            waiting.get(0).start();
        });
        while (List.of(Thread.State.NEW, Thread.State.RUNNABLE).contains(waiting.get(0).getState())) {
            Thread.onSpinWait();
        }
        othersWait.countDown();

        assertThat(List.of(first, second)).allSatisfy(each -> assertThatThrownBy(each::join).hasMessageEndingWith("the GPU is full"));
        SharedModules.open(key(3), 1, SharedModulesTest::load).close();
        assertThat(SharedModules.count()).isEqualTo(before);
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
