package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import fastvsr.gst.Host;
import fastvsr.gst.Rig;
import fastvsr.model.SuperResolver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of whoever loads networks on the way from NULL to PAUSED and back. */
@Timeout(60)
class ReadyTest {
    private static final int NULL = 1;
    private static final int READY = 2;
    private static final int PAUSED = 3;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private final class Recorder implements Opener {
        @Override
        public SuperResolver open(String model, String device) {
            asked.add("open " + model + " on " + device);
            return new NearestNeighbour();
        }

        @Override
        public void prepare(String device) {
            asked.add("prepare " + device);
        }

        @Override
        public void settle() {
            asked.add("settle");
        }
    }

    @BeforeEach
    void register() {
        Host.register("fastvsr-tested", FastVsr::adopt, element -> FastVsr.attach(element, new Recorder()));
    }

    @Test
    void the_device_is_prepared_in_ready_and_nothing_is_going_on_in_null() {
        try (var rig = new Rig("fastvsr-tested", "device", "cuda:3")) {
            rig.setState(NULL);
            asked.clear();

            rig.setState(READY);
            assertThat(asked).containsExactly("prepare cuda:3");
            rig.setState(PAUSED);
            rig.setState(READY);
            rig.setState(NULL);

            assertThat(asked).containsExactly("prepare cuda:3", "open nano on cuda:3", "settle");
        }
    }
}
