package fastvsr.gst;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final long GONE = 0x1000;

    @Test
    void a_pad_whose_element_is_gone_refuses_everything() {
        assertThat(Callbacks.CHAIN.invoke(GONE, 0, 0)).isEqualTo(Flow.ERROR);
        assertThat(Callbacks.SINK_EVENT.invoke(GONE, 0, 0)).isEqualTo(Flow.ERROR);
        assertThat(Callbacks.SOURCE_EVENT.invoke(GONE, 0, 0)).isZero();
        assertThat(Callbacks.QUERY.invoke(GONE, 0, 0)).isZero();
        assertThat(Callbacks.ACTIVATE_MODE.invoke(GONE, 0, 1, 1)).isZero();
        Callbacks.TASK.invoke(GONE);
    }
}
