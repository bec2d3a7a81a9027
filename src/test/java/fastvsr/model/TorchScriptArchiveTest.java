package fastvsr.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TorchScriptArchiveTest {
    /** Every number is its own place in the order of the shape; halves hold whole numbers up to 2048. */
    private static HostTensor counted(ElementType type, List<Integer> shape) {
        float[] values = new float[shape.stream().reduce(1, (a, b) -> a * b)];
        IntStream.range(0, values.length).forEach(i -> values[i] = i);
        return HostTensor.of(type, values, shape);
    }

    @ParameterizedTest
    @CsvSource({"F32, 7 5 3 2", "F16, 7 5 3 2", "F16, 8 1 3 3", "F32, 4 16 1 1", "F16, 3 2 5 3 4", "BF16, 2 2 2", "F32, 9", "F16, 6 7"})
    void every_number_lies_where_the_strides_say(ElementType type, String sizes) {
        List<Integer> shape = List.of(sizes.split(" ")).stream().map(Integer::valueOf).toList();
        HostTensor tensor = counted(type, shape);
        var layout = TorchScriptArchive.MemoryLayout.of(shape);

        ByteBuffer arranged = ByteBuffer.wrap(layout.arrange(tensor)).order(ByteOrder.LITTLE_ENDIAN);

        for (int i = 0; i < tensor.size(); i++) {
            int place = place(i, shape, layout.strides());
            assertThat(number(arranged, type, place)).as("number %d", i).isEqualTo(number(tensor.bytes(), type, i));
        }
    }

    private static int place(int number, List<Integer> shape, int[] strides) {
        int place = 0;
        int rest = number;
        for (int dimension = shape.size() - 1; dimension >= 0; dimension--) {
            place += rest % shape.get(dimension) * strides[dimension];
            rest /= shape.get(dimension);
        }
        return place;
    }

    private static int number(ByteBuffer bytes, ElementType type, int at) {
        return type == ElementType.F32 ? bytes.getInt(4 * at) : bytes.getShort(2 * at);
    }
}
