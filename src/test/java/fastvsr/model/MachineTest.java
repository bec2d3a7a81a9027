package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
    @ParameterizedTest
    @CsvSource({"fpu avx2 fma, false", "avx2 avx512f avx512vl avx512_vnni, false", "avx512f avx512vl avx512_bf16 amx_bf16, true",
            "avx512_bf16, false"})
    void a_processor_multiplies_bfloat16_if_its_flags_say_so(String flags, boolean expected) {
        String info = "processor\t: 0\nmodel name\t: avx512_bf16 avx512vl\nflags\t\t: " + flags + "\n\nprocessor\t: 1\n";

        assertThat(Machine.multipliesBfloat16(info)).isEqualTo(expected);
    }

    @Test
    void of_a_processor_that_says_nothing_nothing_is_expected() {
        assertThat(Machine.multipliesBfloat16("")).isFalse();
    }
}
