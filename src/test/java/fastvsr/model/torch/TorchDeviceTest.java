package fastvsr.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fastvsr.model.ModelException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of devices on a machine with two GPUs. */
class TorchDeviceTest {
    private static List<TorchDevice> named(String names) {
        return TorchDevice.allNamed(names, wanted -> 2);
    }

    @ParameterizedTest
    @CsvSource({"cpu, cpu", "cuda:1, cuda:1", "'cuda:0,cuda:1', cuda:0 cuda:1", "'cuda:1, cuda:0', cuda:1 cuda:0",
        "cuda:all, cuda:0 cuda:1"})
    void a_name_stands_for_one_device_or_several(String names, String expected) {
        assertThat(named(names).stream().map(TorchDevice::name).collect(Collectors.joining(" "))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "cuda:7, 'cuda:7 does not exist: this machine has cuda:0 to cuda:1'",
        "'cuda:0,cuda:2', 'cuda:2 does not exist: this machine has cuda:0 to cuda:1'",
        "'cuda:0,cuda:0', 'names cuda:0 more than once; name each GPU once'",
        "'cuda:0,cuda:00', 'names cuda:0 more than once'",
        "'cuda:0,cpu', 'has cpu in a list, which takes GPUs only; say auto'",
        "'auto,cuda:0', 'has auto in a list'",
        "'cuda:0,cuda:all', 'has cuda:all in a list'",
        "'cuda:0,,cuda:1', 'has nothing before or after a comma; say auto'",
        "'cuda:0,', 'has nothing before or after a comma'",
        "'', '\"\" is not known; say auto, cpu, cuda:N, several GPUs like cuda:0,cuda:1, or cuda:all'",
        "'cuda:0;cuda:1', '\"cuda:0;cuda:1\" is not known'",
        "'cuda:0,gpu', '\"gpu\" is not known'"})
    void what_stands_for_none_is_refused_with_a_remedy(String names, String message) {
        assertThatThrownBy(() -> named(names)).hasMessageContaining(message)
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.SETTING));
    }

    @ParameterizedTest
    @CsvSource({"auto, 0", "cuda:all, 0", "cuda:3, 3", "'cuda:1,cuda:0', 1", "nonsense, 0"})
    void the_first_gpu_of_a_name_is_opened_before_anybody_knows_whether_it_exists(String names, int number) {
        assertThat(TorchDevice.firstNumber(names)).isEqualTo(number);
    }

    @Test
    void where_one_is_wanted_several_are_refused() {
        assertThat(TorchDevice.named("cuda:all", wanted -> 1).name()).isEqualTo("cuda:0");
        assertThatThrownBy(() -> TorchDevice.named("cuda:all", wanted -> 2)).hasMessageContainingAll("names several", "cuda:0")
                .isInstanceOfSatisfying(ModelException.class, e -> assertThat(e.what()).isEqualTo(ModelException.Cause.SETTING));
    }
}
