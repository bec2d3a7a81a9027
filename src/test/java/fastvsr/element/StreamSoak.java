package fastvsr.element;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** As many other random streams as {@code jqwik.tries.default} says, or the one in the property {@code stream}. */
class StreamSoak {
    @Property(edgeCases = EdgeCasesMode.NONE)
    void the_element_keeps_its_contract_in_random_streams(@ForAll TestStream stream) {
        StreamCheck.keepsItsContract(stream);
    }

    @Test
    @EnabledIfSystemProperty(named = "stream", matches = ".+")
    void the_element_keeps_its_contract_in_the_given_stream() {
        StreamCheck.keepsItsContract(TestStream.parse(System.getProperty("stream")));
    }
}
