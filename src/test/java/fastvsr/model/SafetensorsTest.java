package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
    private static final String GOOD =
            "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F16','shape':[1,2],'data_offsets':[8,12]}}";

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(text.length).put(text).array();
    }

    private static ByteBuffer longHeader(long length) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void what_is_written_is_read_back(ElementType type) throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        tensors.put("z_first", HostTensor.of(type, new float[] {1, -2.5f, 0, 1024, -0.0625f, 7}, List.of(2, 3)));
        tensors.put("a_second", HostTensor.of(type, new float[] {-3}, List.of(1)));
        tensors.put("scalar", HostTensor.of(type, new float[] {5}, List.of()));
        Weights weights = new Weights(Map.of("page", "fastvsr", "name", "näno \"1\""), tensors);
        ByteArrayOutputStream file = new ByteArrayOutputStream();

        Safetensors.write(weights, file);
        Weights read = Safetensors.parse(file.toByteArray(), "test");

        assertThat(read).isEqualTo(weights);
        assertThat(read.tensors().keySet()).containsExactly("z_first", "a_second", "scalar");
        assertThat(read.tensors().get("z_first").floats()).containsExactly(1, -2.5f, 0, 1024, -0.0625f, 7);
        assertThat(ByteBuffer.wrap(file.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
    }

    @Test
    void every_half_survives_the_way_to_single_and_back() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloat.toBits(value) & 0xffff).isEqualTo(bits);
            }
        }
        assertThat(HalfFloat.toFloat(HalfFloat.toBits(1 + 0x1p-11f))).isEqualTo(1);
        assertThat(HalfFloat.toFloat(HalfFloat.toBits(1 + 0x1.8p-10f))).isEqualTo(1 + 0x1p-9f);
        assertThat(HalfFloat.toFloat(HalfFloat.toBits(65519))).isEqualTo(65504);
    }

    @Test
    void a_sound_file_is_accepted() {
        assertThat(Safetensors.parse(file(GOOD, 12), "good").parameters()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}; "a" appears twice
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}; "b" lies at bytes 4 to 8
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}; has to begin at 0
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}; end at byte 8 of 12
            {'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}; end before 12
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}}; F32 [2] has 12 bytes
            {'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}}; impossible shape
            {'a':{'dtype':'F32','shape':[65536,65536,65536,65536],'data_offsets':[0,12]}}; impossible shape
            {'a':{'dtype':'I64','shape':[1],'data_offsets':[0,12]}}; dtype "I64"
            {'a':{'dtype':'F32','shape':[3]}}; once each
            {'a':{'dtype':'F32','shape':[3.5],'data_offsets':[0,12]}}; not the JSON
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12],'x':1}}; does not know
            {'__metadata__':{'n':1},'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}; not a string
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} x; not the JSON
            ['a']; not the JSON
            {'a'; header
            """)
    void a_damaged_file_is_refused_by_a_message_that_says_where(String header, String reason) {
        assertThatThrownBy(() -> Safetensors.parse(file(header, 12), "damaged"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("damaged is broken").hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "57", "100000001", "9223372036854775807"})
    void an_impossible_header_length_is_refused(long length) {
        assertThatThrownBy(() -> Safetensors.parse(longHeader(length).array(), "damaged"))
                .isInstanceOf(ModelException.class).hasMessageContaining("header length");
    }

    @Test
    void a_truncated_file_is_refused_at_every_length() {
        byte[] good = file(GOOD, 12);
        for (int length = 0; length < good.length; length++) {
            byte[] part = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Safetensors.parse(part, "part")).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void a_missing_file_is_named() {
        assertThatThrownBy(() -> Safetensors.read(Path.of("no/such.safetensors")))
                .isInstanceOfSatisfying(ModelException.class,
                        e -> assertThat(e.what()).isEqualTo(ModelException.Cause.NOT_FOUND))
                .hasMessageContaining("no/such.safetensors");
    }
}
