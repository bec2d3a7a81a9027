package fastvsr.element;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams against the contract: those that once broke it, and random ones, always the same. */
class StreamTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "2 caps:AYUV:3x4 stall frame eos stream segment:1 gap frame", // a beginning behind a waiting end was never pushed
        "1 caps:xRGB:1x1 frame:EOS tag segment:2 frame", // tags and caps were lost with the frames behind the end
        "1 caps:xRGB:1x1 stall frame:EOS caps:GRAY8:2x2 tag segment:2 frame",
        "3 caps:GRAY8:2x2 frame again frame frame"}) // the group was cut, and the network began anew
    void streams_that_broke_the_contract_once(String text) {
        StreamCheck.keepsItsContract(TestStream.parse(text));
    }

    @Property(tries = 100, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
    void the_text_of_a_stream_says_all_of_it(@ForAll TestStream stream) {
        assertThat(TestStream.parse(stream.toString())).isEqualTo(stream);
    }

    @Property(tries = 300, seed = "20261124", edgeCases = EdgeCasesMode.NONE)
    void the_element_keeps_its_contract_in_random_streams(@ForAll TestStream stream) {
        StreamCheck.keepsItsContract(stream);
    }

    @Property(tries = 100, seed = "20261125", edgeCases = EdgeCasesMode.NONE)
    void the_element_keeps_its_contract_on_two_devices(@ForAll TestStream stream) {
        StreamCheck.keepsItsContract(stream, 2, 0);
    }

    @Property(tries = 200, seed = "20261125", edgeCases = EdgeCasesMode.NONE)
    void the_element_keeps_its_contract_with_a_network_that_looks_ahead(@ForAll TestStream stream,
            @ForAll @IntRange(min = 1, max = 2) int devices, @ForAll @IntRange(min = 1, max = 6) int lookAhead) {
        StreamCheck.keepsItsContract(stream, devices, lookAhead);
    }
}
